import type { z } from 'zod'

/**
 * Returns parameters as clients mean them, where a tool would refuse them as they are: texts for numbers and switches,
 * `null` for what is absent, a size with another cross, a choice in capitals, and −1 for a random seed, as in A1111.
 */
export function asMeant(schema: z.ZodType, parameters: unknown): unknown {
  if (!isRecord(parameters)) return parameters
  const meant = structuredClone(parameters)
  if (String(meant['seed']) === '-1') delete meant['seed']
  for (const issue of schema.safeParse(meant).error?.issues ?? []) mend(meant, issue)
  return meant
}

function mend(parameters: Record<string, unknown>, issue: z.core.$ZodIssue): void {
  const parent = issue.path
    .slice(0, -1)
    .reduce<unknown>((at, key) => (isRecord(at) ? at[String(key)] : null), parameters)
  const name = String(issue.path.at(-1))
  if (!isRecord(parent)) return
  const value = parent[name]
  if (value === null && !Array.isArray(parent) && isAbsent(name, parent)) delete parent[name]
  else if (typeof value === 'string') parent[name] = readText(value, name, issue)
}

/**
 * Whether `null` is taken for an absent parameter. A limit for money that is not one is never taken for none; nor is a mask,
 * which may have failed to be made, where that would pay for an edit of the whole image instead.
 */
function isAbsent(name: string, { intent, frame }: Record<string, unknown>): boolean {
  if (name === 'max_cost_usd') return false
  return name !== 'mask_image' || intent === 'whole' || isRecord(frame)
}

/** The value itself, if it cannot be read as what is wanted. */
function readText(text: string, name: string, issue: z.core.$ZodIssue): unknown {
  const trimmed = text.trim()
  if (issue.code === 'invalid_type' && /^(number|int)$/.test(issue.expected)) {
    return /^[-+]?\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : text
  }
  if (issue.code === 'invalid_type' && issue.expected === 'boolean') {
    return /^true$/i.test(trimmed) ? true : /^false$/i.test(trimmed) ? false : text
  }
  if (issue.code === 'invalid_value') return issue.values.find((each) => each === trimmed.toLowerCase()) ?? text
  return name === 'size' ? trimmed.replace(/^(\d+)\s*[x×*]\s*(\d+)$/i, '$1x$2') : text
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
