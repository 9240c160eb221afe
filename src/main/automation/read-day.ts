import { z } from 'zod'
import { dayNotValid } from '../../shared/messages/en/cli-providers.ts'
import { badInput } from './read-options.ts'

/** A date such as 2026-11-20; null where the option is absent. @throws request/invalid */
export function readDay(name: string, text: string | undefined): string | null {
  if (text === undefined) return null
  const parsed = z.iso.date().safeParse(text)
  if (parsed.success) return parsed.data
  throw badInput(dayNotValid({ option: name, value: text }))
}
