import type { StubRequest } from './service-stub.ts'

/** Constraints of one field in a vendor's request. */
export type FieldRule = { readonly isRequired?: boolean; readonly isNullable?: boolean } & (
  | {
      readonly type: 'text'
      readonly values?: readonly string[]
      readonly matches?: RegExp
      readonly minChars?: number
      readonly maxChars?: number
    }
  | {
      readonly type: 'whole' | 'number'
      readonly min?: number
      readonly max?: number
      /** Only multiples of this. */
      readonly step?: number
    }
  | { readonly type: 'flag' }
  /** A form part with a file name. */
  | { readonly type: 'file' }
  | { readonly type: 'list'; readonly of: FieldRule; readonly minItems?: number; readonly maxItems?: number }
  /** In a form: written as JSON. */
  | { readonly type: 'object'; readonly fields: FieldRules }
  /** Must match at least one. */
  | { readonly type: 'either'; readonly of: readonly FieldRule[] }
)
export type FieldRules = Readonly<Record<string, FieldRule>>

type Part = StubRequest['form'][number]

/** Returns one line per unknown or missing field, wrong type, or value out of range. */
export function checkJson(value: unknown, rules: FieldRules, at = 'body'): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at}: not an object`]
  const fields = value as Record<string, unknown>
  return [
    ...unknownNames(Object.keys(fields), rules, at),
    ...missingNames(new Set(Object.keys(fields)), rules, at),
    ...Object.entries(fields).flatMap(([name, field]) => {
      const rule = rules[name]
      return rule ? checkValue(field, rule, `${at}.${name}`) : []
    }),
  ]
}

export function checkForm(form: readonly Part[], rules: FieldRules): string[] {
  const names = [...new Set(form.map((part) => part.name))]
  return [
    ...unknownNames(names, rules, 'form'),
    ...missingNames(new Set(names), rules, 'form'),
    ...names.flatMap((name) => {
      const rule = rules[name]
      const parts = form.filter((part) => part.name === name)
      return rule ? checkParts(parts, rule, `form.${name}`) : []
    }),
  ]
}

function unknownNames(names: readonly string[], rules: FieldRules, at: string): string[] {
  return names.filter((name) => rules[name] === undefined).map((name) => `${at}.${name}: unknown field`)
}

function missingNames(names: ReadonlySet<string>, rules: FieldRules, at: string): string[] {
  return Object.entries(rules)
    .filter(([name, rule]) => rule.isRequired === true && !names.has(name))
    .map(([name]) => `${at}.${name}: missing`)
}

/** Several parts with the same name are the items of a list. */
function checkParts(parts: readonly Part[], rule: FieldRule, at: string): string[] {
  if (rule.type !== 'list') {
    return [...(parts.length > 1 ? [`${at}: sent ${parts.length} times`] : []), ...checkPart(parts[0]!, rule, at)]
  }
  return [...checkCount(parts.length, rule, at), ...parts.flatMap((part) => checkPart(part, rule.of, at))]
}

function checkPart(part: Part, rule: FieldRule, at: string): string[] {
  const isFile = part.fileName !== null
  if (rule.type === 'file') return isFile && part.bytes.byteLength > 0 ? [] : [`${at}: not a file`]
  if (isFile) return [`${at}: a file where words belong`]
  switch (rule.type) {
    case 'whole':
    case 'number':
      return checkValue(part.value.trim() === '' ? part.value : Number(part.value), rule, at)
    case 'flag':
      return ['true', 'false'].includes(part.value) ? [] : [`${at}: neither true nor false`]
    case 'object':
      return checkJson(parseJson(part.value), rule.fields, at)
    default:
      return checkValue(part.value, rule, at)
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function checkValue(value: unknown, rule: FieldRule, at: string): string[] {
  if (value === null && rule.isNullable === true) return []
  switch (rule.type) {
    case 'text':
      return typeof value === 'string' ? checkText(value, rule, at) : [`${at}: not text`]
    case 'whole':
    case 'number':
      return typeof value === 'number' ? checkNumber(value, rule, at) : [`${at}: not a number`]
    case 'flag':
      return typeof value === 'boolean' ? [] : [`${at}: neither true nor false`]
    case 'file':
      return [`${at}: a file cannot be sent in JSON`]
    case 'list':
      return Array.isArray(value)
        ? [...checkCount(value.length, rule, at), ...value.flatMap((item) => checkValue(item, rule.of, at))]
        : [`${at}: not a list`]
    case 'object':
      return checkJson(value, rule.fields, at)
    case 'either': {
      const problems = rule.of.map((each) => checkValue(value, each, at))
      return problems.some((each) => each.length === 0) ? [] : problems.flat()
    }
  }
}

function checkText(value: string, rule: Extract<FieldRule, { type: 'text' }>, at: string): string[] {
  const problems: string[] = []
  if (rule.values && !rule.values.includes(value)) problems.push(`${at}: ${value.slice(0, 60)} is none of its values`)
  if (rule.matches && !rule.matches.test(value)) problems.push(`${at}: does not match ${rule.matches.source}`)
  if (value.length < (rule.minChars ?? 0)) problems.push(`${at}: too short`)
  if (value.length > (rule.maxChars ?? Infinity)) problems.push(`${at}: too long`)
  return problems
}

function checkNumber(value: number, rule: Extract<FieldRule, { type: 'whole' | 'number' }>, at: string): string[] {
  if (!Number.isFinite(value)) return [`${at}: not a number`]
  const problems: string[] = []
  if (rule.type === 'whole' && !Number.isInteger(value)) problems.push(`${at}: ${value} is not whole`)
  if (value < (rule.min ?? -Infinity) || value > (rule.max ?? Infinity))
    problems.push(`${at}: ${value} is out of range`)
  if (rule.step !== undefined && value % rule.step !== 0)
    problems.push(`${at}: ${value} is no multiple of ${rule.step}`)
  return problems
}

function checkCount(count: number, rule: Extract<FieldRule, { type: 'list' }>, at: string): string[] {
  if (count < (rule.minItems ?? 0)) return [`${at}: too few`]
  return count > (rule.maxItems ?? Infinity) ? [`${at}: too many`] : []
}
