"""The chat page, a stack: each folder imports only what is listed below it.

ui/           the components, their events, endpoints and the server: the web framework's only place
door/         who may reach the page, by which names, and how it is served
actions/      what the page does: answer, keep, offer, change the index
html/         what is known, as HTML, by the templates beside it
model/        what the page knows: chats, their turns, the articles of the library
strings.py    every text of the page
assets/       styles and the script
"""
