"""The components of the page and their events; the only folder that knows the web framework.

command.py      the command line: builds the index if there is none, then serves (options.py)
server.py       the page built and served: its routes, its limits, who may use it
framework.py    the web framework, taken in without the environment's proxies
layout.py       the components, by name
asking.py       the events of asking, and of clicks in the chat and the sources
chats.py        the events of the list of chats
library.py      the library's components and events
endpoints.py    what programs may call, over HTTP and as MCP tools (tools.py: under whose name)
admitting.py    who sends an event
metrics.py      what is told to Prometheus
json_log.py     all that is written to the terminal as lines of JSON
tidying.py      what the framework keeps of tabs and calls that are over, given back
"""
