import { IntlMessageFormat } from 'intl-messageformat'
import { locale } from './locale.ts'
import { pseudolocalize, pseudolocalizeMessage } from './pseudolocalize.ts'

/** What a message has to be given: text, or a number for plurals. Numbers are written as they are; format them before. */
export type MessageValue = string | number

/** A text without arguments is a string; one with arguments is a function of them. */
export type Message<Source extends string> = [ArgumentNames<Source>] extends [never]
  ? string
  : (values: Readonly<Record<ArgumentNames<Source>, MessageValue>>) => string

/**
 * A text of the catalog, in ICU MessageFormat (https://unicode-org.github.io/icu/userguide/format_parse/messages/):
 * `{name}`, and `{count, plural, one {# image} other {# images}}`. The branches of a plural hold `#` or words.
 */
export function message<const Source extends string>(source: Source): Message<Source> {
  if (source.includes('{')) return formatterOf(source) as Message<Source>
  return (locale === 'en-XA' ? pseudolocalize(source) : source) as Message<Source>
}

function formatterOf(source: string): (values: Readonly<Record<string, MessageValue>>) => string {
  // Most texts with arguments are never shown in a session: parsed on first use.
  let format: IntlMessageFormat | undefined
  return (values) => {
    format ??= parse(source)
    return format.format<string>(values) as string
  }
}

function parse(source: string): IntlMessageFormat {
  const format = new IntlMessageFormat(source, 'en-US', undefined, { ignoreTag: true })
  if (locale !== 'en-XA') return format
  return new IntlMessageFormat(pseudolocalizeMessage(format.getAst()), 'en-US')
}

/** The names in braces; in a plural or select, words in braces right after a branch's name are no arguments. */
type ArgumentNames<Source extends string> = Source extends `${string}, ${'plural' | 'select'},${string}`
  ? BranchedNames<Source>
  : PlainNames<Source>

type PlainNames<Source extends string> = Source extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PlainNames<Rest>
  : never

type BranchedNames<Source extends string> = Source extends `${infer Before}{${infer Rest}`
  ? (Before extends `${string}${Branch} ` ? never : NameAtStart<Rest>) | BranchedNames<Rest>
  : never

type Branch = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other' | '=0' | '=1'

type NameAtStart<Source extends string> = Source extends `${infer Name},${string}`
  ? Name extends `${infer Inner}}${string}`
    ? Inner
    : Name
  : Source extends `${infer Name}}${string}`
    ? Name
    : never
