import { wholeWords } from '../../shared/util/first-words.ts'

const charsMax = 10_000

/**
 * The prompt in a language model's answer: without its thoughts, politeness, labels, code fences and quotes around the
 * whole. Empty where nothing is left.
 */
export function cleanResponse(answer: string): string {
  let text = answer
    .slice(0, 4 * charsMax)
    .replace(/<think(?:ing)?>[\s\S]*?<\/think(?:ing)?>/giu, '')
    .trim()
  const fenced = /```[^\n`]*\n([\s\S]*?)```/u.exec(text)
  if (fenced) text = (fenced[1] ?? '').trim()
  // Each may hide the next: “Sure! Here is it: Prompt: "…"”.
  for (let before = ''; before !== text;) {
    before = text
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

/** Around the whole, and nowhere in it. */
function withoutQuotes(text: string): string {
  for (const [open, close] of quotes) {
    if (text.length < open.length + close.length || !text.startsWith(open) || !text.endsWith(close)) continue
    const inner = text.slice(open.length, text.length - close.length)
    if (!inner.includes(open) && !inner.includes(close)) return inner
  }
  return text
}
