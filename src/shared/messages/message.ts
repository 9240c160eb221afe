import { IntlMessageFormat } from 'intl-messageformat'
import { formatLocale } from './formats.ts'
import { locale, translate } from './locale.ts'
import type { Message, MessageValue } from './message-type.ts'
import { plainMessage } from './plain-message.ts'
import { pseudolocalizeMessage, writeMessageFromRight } from './pseudolocalize.ts'

/**
 * A text of the catalog, in ICU MessageFormat (https://unicode-org.github.io/icu/userguide/format_parse/messages/):
 * `{name}`, and `{count, plural, one {# image} other {# images}}`. The branches of a plural hold `#` or text.
 * @param meaning of a plain text that other languages have several words for; translated on its own
 */
/* @__NO_SIDE_EFFECTS__ */
export function message<const Source extends string>(source: Source, meaning?: string): Message<Source> {
  return (isPlain(source) ? plainMessage<string>(source, meaning) : formatterOf(source)) as Message<Source>
}

function isPlain(source: string): boolean {
  return !/\{\w+, (?:plural|select),/.test(source)
}

function formatterOf(source: string): (values: Readonly<Record<string, MessageValue>>) => string {
  // Parsed on first use: most texts with arguments are never shown in a session.
  let format: IntlMessageFormat | undefined
  return (values) => {
    format ??= parse(source)
    return format.format<string>(values) as string
  }
}

function parse(source: string): IntlMessageFormat {
  const format = new IntlMessageFormat(translate(source), formatLocale, undefined, { ignoreTag: true })
  if (locale === 'en-XA') return new IntlMessageFormat(pseudolocalizeMessage(format.getAst()), formatLocale)
  return locale === 'ar-XB' ? new IntlMessageFormat(writeMessageFromRight(format.getAst()), formatLocale) : format
}
