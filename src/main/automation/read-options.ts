import { z } from 'zod'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/cli.ts'
import { assetIdSchema, type AssetId } from '../../shared/domain/ids.ts'
import { notImageId } from '../../shared/messages/en/cli.ts'
import { dayNotValid } from '../../shared/messages/en/cli-providers.ts'

export function badInput(message: string): AppError {
  return new AppError('request/invalid', message)
}

export function requireOption(value: string | undefined, name: string): string {
  if (value === undefined || value === '') throw badInput(messages.optionEmpty({ option: name }))
  return value
}

/** Reads a number in a range, or the default where the option is absent. */
export function readNumberOption(
  text: string | undefined,
  rule: { readonly name: string; readonly min: number; readonly max: number; readonly isWhole?: boolean },
): number | null {
  if (text === undefined) return null
  const value = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  if (value >= rule.min && value <= rule.max && (!rule.isWhole || Number.isInteger(value))) return value
  const facts = { option: rule.name, min: rule.min, max: rule.max, value: text }
  throw badInput(rule.isWhole ? messages.wholeNumberOutOfRange(facts) : messages.numberOutOfRange(facts))
}

export const formatBytesOf = (bytes: number): string =>
  bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`

export function requireId(text: string): AssetId {
  const id = assetIdSchema.safeParse(text)
  if (id.success) return id.data
  throw badInput(notImageId({ id: text }))
}

/** A date such as 2026-11-20; null where the option is absent. @throws request/invalid */
export function readDay(name: string, text: string | undefined): string | null {
  if (text === undefined) return null
  const parsed = z.iso.date().safeParse(text)
  if (parsed.success) return parsed.data
  throw badInput(dayNotValid({ option: name, value: text }))
}
