"""What stands before the page: who may reach it, as what, and how it is served.

Pure ASGI, one concern a module; nothing of the web framework answers before it.

assembly.py     the layers put around the page, in their order
proxies.py      who calls and over what, as a trusted proxy tells it
headers.py      what every answer tells the browser: where scripts may come from, careful cookies
hosts.py        which names the page answers to (names.py: how they are compared), and which other
                sites are kept out
below.py        the page below a path, as a proxy in front offers it
opening.py      the page's name, seen until it is drawn
routes.py       the addresses that the page has
counting.py     how many requests are under way at once
login.py        nothing without a login (login_form.py: the form; callers.py: who sends a request)
bodies.py       how large a body may be, how slow, and how much structure it may have
uploads.py      how much of uploads may lie here (parts.py: files alone; progress.py: how
                far they are), and where (upload_folder.py)
apart.py        each user's sessions apart from those of others
connections.py  how many connections, how slow, and whether they read what is sent
monitors.py     who may read /metrics
request_log.py  a line in the log for each request
failing.py      one line on the terminal for a request that fails
refusing.py     a refusal, sent before the page has seen anything
serving.py      the port taken, and the page served on it until interrupted
"""
