import type { IntlMessageFormat } from 'intl-messageformat'

type MessageFormatElement = ReturnType<IntlMessageFormat['getAst']>[number]

const plain = 'AaCcDdEeGgIiKkLlNnOoRrSsTtUuYyZz'
const accented = 'ÅåÇçÐðÉéĜĝÎîĶķĻļÑñÖöŔŕŠšŢţÛûÝýŽž'

/** A third longer, like German: what other languages would cut off is cut off here. */
const growth = 1 / 3

/** Returns a text in accents and brackets, a third longer. */
export function pseudolocalize(text: string): string {
  return `[${accent(text)}${'~'.repeat(Math.ceil(text.length * growth))}]`
}

/** Does the same for a text with names in braces, which stay unchanged. */
export function pseudolocalizePlain(source: string): string {
  const parts = source.split(/(\{\w+\})/)
  const texts = parts.filter((_, at) => at % 2 === 0)
  const tail = '~'.repeat(Math.ceil(texts.join('').length * growth))
  return `[${parts.map((part, at) => (at % 2 === 0 ? accent(part) : part)).join('')}${tail}]`
}

/** Does the same for a parsed message: its arguments and plurals stay unchanged. */
export function pseudolocalizeMessage(elements: readonly MessageFormatElement[]): MessageFormatElement[] {
  const tail = '~'.repeat(Math.ceil(lengthOf(elements) * growth))
  return [literal('['), ...elements.map(accentElement), literal(`${tail}]`)]
}

/** Turns right-to-left override on, and ends it (https://www.unicode.org/reports/tr9/#Explicit_Directional_Overrides). */
const [fromRight, end] = ['\u{202e}', '\u{202c}']

/** Returns a text whose letters are shown from right to left, as long as before. */
export function writeFromRight(text: string): string {
  return `${fromRight}${text}${end}`
}

/** Does the same for a parsed message. */
export function writeMessageFromRight(elements: readonly MessageFormatElement[]): MessageFormatElement[] {
  return [literal(fromRight), ...elements, literal(end)]
}

/** Uses the longest branches. */
function lengthOf(elements: readonly MessageFormatElement[]): number {
  return elements.reduce((sum, element) => {
    if (isLiteral(element)) return sum + element.value.length
    if (!('options' in element)) return sum
    return sum + Math.max(...Object.values(element.options).map(({ value }) => lengthOf(value)))
  }, 0)
}

function accentElement(element: MessageFormatElement): MessageFormatElement {
  if (isLiteral(element)) return literal(accent(element.value))
  if (!('options' in element)) return element
  const options = Object.fromEntries(
    Object.entries(element.options).map(([name, option]) => [
      name,
      { ...option, value: option.value.map(accentElement) },
    ]),
  )
  return { ...element, options }
}

const accent = (text: string) => text.replace(/[a-z]/gi, (letter) => accented[plain.indexOf(letter)] ?? letter)

type Literal = Extract<MessageFormatElement, { type: 0 }>

function literal(value: string): Literal {
  const element: unknown = { type: 0, value }
  return element as Literal
}

const isLiteral = (element: MessageFormatElement): element is Literal => (element.type as number) === 0
