"""The pages of the local mailbox, as HTML and JSON."""

import json
import re
from datetime import datetime
from email.message import EmailMessage
from html import escape
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from rathaus.integrations.mailbox.store import Mail, html_of, text_of
from rathaus.integrations.mailbox.texts import Text
from rathaus.integrations.mailbox.words import WORDS, Language, Words

ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")

FRAME = """<!doctype html>
<html lang="{language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · {words.mailbox}</title><link rel="stylesheet" href="/style.css"></head>
<body>
<header><a class="home" href="/">{words.mailbox}</a> <span>{words.about}</span>
<a class="language" href="{other_address}" lang="{other}" hreflang="{other}">{words.other}</a></header>
<main>{main}</main>
</body>
</html>
"""

STYLE = """
:root { color-scheme: light dark; --ink: light-dark(#16202c, #e6ebf2); --quiet: light-dark(#55606e, #9eabbb);
  --paper: light-dark(#fff, #151b23); --ground: light-dark(#f1f4f7, #0c1117); --line: light-dark(#d5dce4, #2b3542);
  --link: light-dark(#1b4e9b, #93bdff); --bad: light-dark(#a3231f, #ff9e97);
  --bubble: light-dark(#e4ecf8, #22324a); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
header { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: baseline; padding: 1rem;
  background: var(--paper); border-block-end: 1px solid var(--line); }
header .home { font-size: 1.25rem; font-weight: 600; text-decoration: none; }
header .language { margin-inline-start: auto; }
header span, .quiet { color: var(--quiet); }
main { max-inline-size: 60rem; margin: 1rem auto; padding-inline: 1rem; }
a { color: var(--link); overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; margin-block: 1rem .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.125rem; margin-block: 1.5rem .5rem; }
ul.mails { list-style: none; margin: 0; padding: 0; background: var(--paper); border: 1px solid var(--line);
  border-radius: .5rem; overflow: hidden; }
ul.mails li + li { border-block-start: 1px solid var(--line); }
ul.mails a.mail { display: grid; grid-template-columns: 1fr auto; gap: 0 1rem; padding: .75rem 1rem; color: inherit;
  text-decoration: none; }
ul.mails a.mail:hover { background: var(--ground); }
ul.mails strong { font-weight: 600; overflow-wrap: anywhere; }
ul.mails .quiet { font-size: .875rem; }
ul.mails .text { padding: .75rem 1rem; }
.text p { margin: 0; } .text .head { display: flex; flex-wrap: wrap; gap: 0 1rem; justify-content: space-between; }
.text .bubble { inline-size: fit-content; max-inline-size: 32rem; margin-block: .375rem; padding: .625rem .875rem;
  background: var(--bubble); border-radius: 1.125rem; border-end-start-radius: .25rem; white-space: pre-wrap;
  overflow-wrap: anywhere; }
@media (width < 40rem) { ul.mails a.mail { grid-template-columns: 1fr; } }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 0; }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
pre, iframe { inline-size: 100%; margin: 0; padding: 1rem; border: 1px solid var(--line); border-radius: .5rem;
  background: var(--paper); }
pre { font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; }
iframe { block-size: 36rem; padding: 0; background: #fff; }
form.find { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; margin-block-end: 1rem; }
label { display: grid; } input { inline-size: 18rem; max-inline-size: 100%; }
input, button { font: inherit; padding: .5rem .75rem; border: 1px solid var(--quiet); border-radius: .375rem;
  background: var(--paper); color: inherit; min-block-size: 2.75rem; }
button { cursor: pointer; } button.bad { color: var(--bad); border-color: currentColor; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
"""


def page(language: Language, *, title: str, main: str, here: str) -> str:
    """A whole page; `here` is its address, for the link to the other language."""
    (other,) = (code for code in WORDS if code != language)
    query = {**dict(parse_qsl(urlsplit(here).query)), "sprache": other}
    address = escape(f"{urlsplit(here).path}?{urlencode(query)}")
    return FRAME.format(
        language=language, words=WORDS[language], title=escape(title), main=main, other=other, other_address=address
    )


def list_page(
    mails: list[Mail], texts: list[Text], *, total: int, to: str, language: Language = "de", here: str = "/"
) -> str:
    """The list of mails and text messages, newest first."""
    words = WORDS[language]
    rows = [(mail.received_at, _row(mail, words)) for mail in mails]
    rows += [(text.received_at, _bubble(text, words)) for text in texts]
    rows.sort(key=lambda row: row[0], reverse=True)
    if rows:
        listed = f'<p class="quiet">{words.count.format(len(rows), total)}</p>'
        listed += f'<ul class="mails">{"".join(row for _, row in rows)}</ul>'
    else:
        listed = f"<p>{words.nothing_for if to else words.nothing}</p>"
    if not texts and not to:
        listed += f'<p class="quiet">{words.no_texts}</p>'
    find = (
        f'<form class="find" action="/"><label>{words.to_whom} <input name="to" '
        f'value="{escape(to)}"></label> <button>{words.show}</button></form>'
    )
    empty = f'<form method="post" action="/delete"><p><button class="bad">{words.delete}</button></p></form>'
    main = f"<h1>{words.messages}</h1>{find}{listed}{empty if total else ''}"
    return page(language, title=words.messages, main=main, here=here)


def _moment(moment: datetime, words: Words) -> str:
    return moment.astimezone().strftime(words.moment)


def _row(mail: Mail, words: Words) -> str:
    subject = f'<strong dir="auto">{escape(mail.subject) or words.no_subject}</strong>'
    moment, whom = _moment(mail.received_at, words), words.mail_to.format(escape(", ".join(mail.recipients)))
    return (
        f'<li><a class="mail" href="/mail/{mail.number}">{subject} '
        f'<span class="quiet">{moment}</span> <span class="quiet">{whom}</span></a></li>'
    )


def _bubble(text: Text, words: Words) -> str:
    parts = words.part if text.parts == 1 else words.parts.format(text.parts)
    moment = _moment(text.received_at, words)
    return (
        f'<li class="text"><p class="head"><strong>SMS</strong> <span class="quiet">{moment}</span>'
        f'</p><p class="bubble" dir="auto">{link(text.text)}</p>'
        f'<p class="quiet">{words.sms_to.format(escape(text.to), escape(text.sender), parts)}</p></li>'
    )


def mail_page(number: str, message: EmailMessage, *, language: Language = "de", here: str = "/") -> str:
    """One mail: its headers, its text with links, its HTML locked in a frame, its attachments."""
    words = WORDS[language]
    names = {"From": words.sender, "To": words.recipient, "Date": words.date, "Reply-To": words.reply_to}
    facts = "".join(
        f"<dt>{label}</dt><dd>{escape(str(message[name]))}</dd>" for name, label in names.items() if message[name]
    )
    subject = str(message["Subject"] or words.no_subject)
    parts = [f'<h1 dir="auto">{escape(subject)}</h1><dl>{facts}</dl>']
    if html_of(message):
        frame = f'<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" src="/mail/{number}/html"'
        parts.append(f'<h2>{words.html}</h2>{frame} title="{words.html}"></iframe>')
    if text := text_of(message):
        parts.append(f'<h2>Text</h2><pre dir="auto">{link(text)}</pre>')
    attached = "".join(
        f'<li><a href="/mail/{number}/part/{index}">{escape(part.get_filename() or part.get_content_type())}</a></li>'
        for index, part in enumerate(message.iter_attachments())
    )
    if attached:
        parts.append(f"<h2>{words.attachments}</h2><ul>{attached}</ul>")
    parts.append(
        f'<p><a href="/mail/{number}.eml" download>{words.save}</a> · <a href="/">{words.all_messages}</a></p>'
    )
    return page(language, title=subject, main="".join(parts), here=here)


def not_there_page(*, language: Language, here: str) -> str:
    """What is shown for an address that leads nowhere."""
    words = WORDS[language]
    main = f'<h1>{words.not_there}</h1><p>{words.gone}</p><p><a href="/">{words.all_messages}</a></p>'
    return page(language, title=words.not_there, main=main, here=here)


def link(text: str) -> str:
    """Text as HTML, with its web addresses as links."""
    pieces, end = [], 0
    for found in ADDRESS.finditer(text):
        pieces.append(escape(text[end : found.start()]))
        pieces.append(f'<a href="{escape(quote(found[0], safe="/:?#[]@!$&()*+,;=%~"))}">{escape(found[0])}</a>')
        end = found.end()
    return "".join([*pieces, escape(text[end:])])


def as_json(mail: Mail, message: EmailMessage) -> dict[str, object]:
    """A mail as tests and load tests read it."""
    text, html = text_of(message), html_of(message)
    return {
        "id": mail.number,
        "received_at": mail.received_at.isoformat(),
        "from": mail.sender,
        "to": list(mail.recipients),
        "subject": mail.subject,
        "text": text,
        "html": html,
        "links": ADDRESS.findall(text),
        "attachments": [part.get_filename() or part.get_content_type() for part in message.iter_attachments()],
    }


def text_as_json(text: Text) -> dict[str, object]:
    """A text message as tests read it."""
    return {
        "id": text.key,
        "received_at": text.received_at.isoformat(),
        "from": text.sender,
        "to": text.to,
        "text": text.text,
        "parts": text.parts,
        "links": ADDRESS.findall(text.text),
    }


def json_text(value: object) -> str:
    """This will write JSON, readable as it stands."""
    return json.dumps(value, ensure_ascii=False, indent=1)
