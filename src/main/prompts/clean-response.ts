import { wholeWords } from '../../shared/util/first-words.ts'

const charsMax = 10_000

/**
 * Extracts the prompt from a language model's response: removes reasoning, pleasantries, labels, code fences and
 * enclosing quotes. Empty if nothing is left.
 */
export function cleanResponse(response: string): string {
  let text = response
    .slice(0, 4 * charsMax)
    // What was cut off in the middle of it holds no prompt.
    .replace(/<think(?:ing)?>[\s\S]*?(?:<\/think(?:ing)?>|$)/giu, '')
    .trim()
  const fenced = /```[^\n`]*\n([\s\S]*?)```/u.exec(text)
  if (fenced) text = (fenced[1] ?? '').trim()
  // Removing one may reveal the next: “Sure! Here is it: Prompt: "…"”.
  for (let previous = ''; previous !== text;) {
    previous = text
    text = withoutQuotes(withoutLabel(withoutGreeting(text))).trim()
  }
  return text.length > charsMax ? wholeWords(text, charsMax) : text
}

/** “Sure!”, “Here is the rewritten prompt:” */
function withoutGreeting(text: string): string {
  return text
    .replace(/^(?:sure|certainly|of course|okay|ok|absolutely|great)(?: thing)?[!.,]\s+/iu, '')
    .replace(/^here(?:['’]s| is| are)\b[^\n:]{0,160}:\s+/iu, '')
}

function withoutLabel(text: string): string {
  return text.replace(/^\W{0,3}(?:(?:rewritten|improved|final|new|enhanced|revised) )?prompt\W{0,3}:\W{0,3}\s+/iu, '')
}

const quotes: readonly (readonly [string, string])[] = [
  ['"', '"'],
  ['“', '”'],
  ['„', '“'],
  ['«', '»'],
  ['‘', '’'],
  ["'", "'"],
  ['`', '`'],
  ['**', '**'],
]

/** Only quotes that enclose the whole text and do not occur inside it. */
function withoutQuotes(text: string): string {
  for (const [open, close] of quotes) {
    if (text.length < open.length + close.length || !text.startsWith(open) || !text.endsWith(close)) continue
    const inner = text.slice(open.length, text.length - close.length)
    if (!inner.includes(open) && !inner.includes(close)) return inner
  }
  return text
}
