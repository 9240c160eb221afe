import { locale, translate } from './locale.ts'
import type { Message, MessageValue } from './message-type.ts'
import { pseudolocalizePlain, writeFromRight } from './pseudolocalize.ts'

/**
 * A text whose only placeholders are names in braces. What main loads before its window uses no others: loading the
 * plural library takes 2 ms.
 */
/* @__NO_SIDE_EFFECTS__ */
export function plainMessage<const Source extends string>(source: Plain<Source>, meaning?: string): Message<Source> {
  const found = translate(source, meaning)
  const text = locale === 'en-XA' ? pseudolocalizePlain(found) : locale === 'ar-XB' ? writeFromRight(found) : found
  if (!found.includes('{')) return text as Message<Source>
  const format = (values: Readonly<Record<string, MessageValue>>) =>
    text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
  return format as Message<Source>
}

type Plain<Source extends string> = Source extends `${string}, ${'plural' | 'select'},${string}` ? never : Source
