"""Every text of the page that is not an article's, a question's or an error's, in one place.

To have the page speak another language, translate this module. Names in braces are filled in.
"""

TITLE = "Ask the Articles"

# the head
ARTICLE = "{count:,} article"
ARTICLES = "{count:,} articles"
FROM_SOURCES = " from {count:,} sources"
BY_MEANING_SO_FAR = " · found by words, {share:.0%} by meaning so far"
NO_ARTICLES = "No articles yet: add some in the library"
TAB_ASK = "Ask"
TAB_LIBRARY = "Library"

# before the first question
WELCOME = "Ask a question. Check the answer."
WELCOME_QUOTED = (
    "Answers are sentences taken word for word from the articles. Each ends in a number: "
    "click it to see that very sentence in its article."
)
WELCOME_WRITTEN = (
    "Answers are written by a language model, {model}. Each sentence ends in a number: click it "
    "to see the words that carry it in their article. What they do not carry is marked."
)
TRY = "Try one of these"

# asking
QUESTION = "Your question"
QUESTION_HINT = "Ask the articles…"
ASK = "Ask"
STOP = "Stop"
NEW_CHAT = "New chat"
FILTERS = "Filters and options"
SINCE = "Published since"
UNTIL = "Published until"
DAY_HINT = "YYYY-MM-DD"
SOURCE = "Source"
WRITER = "Answers"
OWN_WORDS = "in the articles' own words"
WRITTEN_BY = "written by {model}"
HIDE_UNSUPPORTED = "Hide sentences without support"
CHIP_SINCE = "since {value}"
CHIP_UNTIL = "until {value}"
CHIP_SOURCE = "source: {value}"
CHIP_REMOVE = "Remove the filter {label}"
CHIP_EDITING = "editing “{question}”: what comes after it is dropped"
CHIP_KEEP = "Do not edit an earlier question"

# a turn
LOG = "Questions and answers"
READING = "Reading the articles…"
READING_PASSAGES = "Reading {count} passages…"
WRITING = "{model} is writing…"
TOO_OFTEN = "Too many questions at once: try again in {seconds:.0f} s."
STOPPED = "Stopped."
UNEXPECTED = "Something went wrong. The terminal that runs the page says more."
UNDERSTOOD = "Understood as:"
PARTS = "Asked in parts:"
EDIT = "Edit"
EDIT_QUESTION = "Edit this question"
DATES_OFF = "Ignore this"
DATES_OFF_LABEL = "Ask again without: {note}"
REFUSED = "The articles do not say."
TRY_OTHERWISE = "What may help"
TRY_WIDER = "Take out a filter: only a part of the articles was searched."
TRY_WORDS = "Name persons, places or things as the articles would, without abbreviations."
TRY_SPLIT = "Ask for one thing at a time."
TRY_ADD = "Add articles on this in the library."
SHOW_SOURCES = "Show the sources"
SHOW_NEAREST = "Show the nearest passages"
AS_OF = "as of {day}"
CHIP_LABEL = "[{number}] Show in the article {title}"
DETAILS = "How this was found"
DETAIL_QUESTION = "Question as searched"
DETAIL_FILTERS = "Filters"
DETAIL_SOURCES = "Passages read"
DETAIL_TIME = "{step}: {ms:,.0f} ms"
STEPS = {
    "total": "In all",
    "search": "Searching",
    "rerank": "Reading",
    "write": "Choosing and writing",
    "short": "Short answer",
    "split": "Splitting the question",
    "rewrite": "Understanding the question",
}
GOOD = "Helpful"
BAD = "Not helpful"
COPY_MARKDOWN = "Copy with footnotes"
COPY_PLAIN = "Copy as text"
COPIED = "Copied"
AGAIN = "Ask again"
COMMENT = "What is wrong or missing? “answer: …” gives the right one."
COMMENT_GOOD = "What is good about it? (may stay empty)"
COMMENT_SAVE = "Save"
THANKS = "Kept with the answer."
ASK_NEXT = "Ask next"

# the sources
SOURCES = "Sources"
SOURCES_NOTE = "The sentences cited, where they stand. Open one to read around it."
NEAREST = "Nearest passages"
NEAREST_NOTE = "These came closest. They do not answer the question."
FOUND = "Passages found"
FOUND_NOTE = "The answer is looked for in these."
SOURCES_EMPTY = "The sources of an answer appear here."
SOURCES_NONE = "This question has no sources to show."
SOURCES_GONE = "This answer is no longer kept here. Ask again."
ARTICLE_GONE = (
    "This version of the article is no longer in the index. These are the words that were kept "
    "with the answer."
)
ARTICLE_CHANGED = "The article has changed since. This is the version that was cited."
BACK = "← {place}"
PREVIOUS = "Previous source"
NEXT = "Next source"
PLACE_OF = "{place} of {count}"
ALSO_IN = "Also in"
MORE = "{count} more"
UNDATED = "undated"
ORIGINAL = "Original at {host}, opens in a new tab"

# chats
CHATS = "Chats"
CHATS_SHOW = "Show or hide the chats"
CHATS_SEARCH = "Search the chats"
CHATS_NONE = "Chats are kept here, on this computer."
CHATS_NONE_FOUND = "No chat holds “{text}”."
CHAT_OPEN = "Open the chat {title}, {day}"
CHAT_RENAME = "Rename the chat {title}"
CHAT_DELETE = "Delete the chat {title}"
CHAT_DELETED = "Deleted “{title}”."
CHAT_UNDO = "Undo"
CHAT_NAME = "New name"
CHATS_EXPORT = "Export all"
CHAT_EXPORT = "Export this chat"
CHATS_IMPORT = "Import"
CHATS_QUESTIONS = "Export ratings"
CHATS_IMPORTED = "Imported chats: {count}."
CHATS_NO_RATINGS = "No answer has been rated yet."
CHAT_UNKNOWN = "This chat is not kept here any more."

# the index
INDEX = "Index"
REBUILD = "Rebuild index"
UP_TO_DATE = "The index is up to date: {passages:,} passages{encoded}. It took {seconds:.1f} s."
ENCODED = ", {count:,} of them encoded just now"
NOTES = "Notes"
NOT_READ = "Not read"
AND_MORE = "and {count} more"
