import type { OptionField, OptionValue } from '../../../../shared/domain/model-card.ts'

/** A recipe setting, and the model's field and value for it; null = not supported. */
export interface MatchedOption {
  readonly name: string
  readonly value: OptionValue
  readonly field: { readonly name: string; readonly value: OptionValue } | null
}

/** Synonyms. One program's scheduler is another's sampler. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  sampler: ['samplername', 'scheduler'],
  scheduler: ['schedulername', 'scheduletype', 'noiseschedule', 'samplername', 'sampler'],
}

/** Older texts combine both: `DPM++ 2M Karras`, `dpmpp_2m_k`. */
const joined = /^(.+?)[ _](karras|exponential|k)$/i

/** Matches recipe settings to the model's equivalent fields; names are compared in normalized form. */
export function matchOptions(
  fields: readonly OptionField[],
  options: Readonly<Record<string, OptionValue>>,
): readonly MatchedOption[] {
  const taken = new Set<string>()
  return Object.entries(options).flatMap(([name, value]) => {
    const field = findField(fields, name, value, taken)
    if (field !== null || !['sampler', 'scheduler'].includes(name) || typeof value !== 'string') {
      if (field !== null) taken.add(field.name)
      return [{ name, value, field }]
    }
    const [, sampler, schedule] = joined.exec(value) ?? []
    if (sampler === undefined || schedule === undefined) return [{ name, value, field: null }]
    const parts: readonly (readonly [string, string])[] = [
      ['sampler', sampler],
      ['scheduler', /^k$/i.test(schedule) ? 'karras' : schedule],
    ]
    return parts.map(([part, text]) => {
      const found = findField(fields, part, text, taken)
      if (found !== null) taken.add(found.name)
      return { name: part, value: text, field: found }
    })
  })
}

function findField(
  fields: readonly OptionField[],
  name: string,
  value: OptionValue,
  taken: ReadonlySet<string>,
): MatchedOption['field'] {
  for (const candidate of [letters(name), ...(otherNames[name] ?? [])]) {
    const field = fields.find((each) => letters(each.name) === candidate && !taken.has(each.name))
    const taking = field === undefined ? undefined : valueIn(field, value)
    if (field !== undefined && taking !== undefined) return { name: field.name, value: taking }
  }
  return null
}

function valueIn(field: OptionField, value: OptionValue): OptionValue | undefined {
  switch (field.kind) {
    case 'text':
      return typeof value === 'string' ? value : undefined
    case 'switch':
      return typeof value === 'boolean' ? value : undefined
    case 'number': {
      const isIn = typeof value === 'number' && value >= (field.min ?? -Infinity) && value <= (field.max ?? Infinity)
      return isIn ? value : undefined
    }
    case 'choice':
      return field.choices.find(
        (choice) =>
          choice.value === value || [choice.value, choice.label].some((each) => sounds(each) === sounds(value)),
      )?.value
  }
}

function letters(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}

/** `Euler a`, `k_euler_ancestral` and `euler_ancestral` are equal, and so are `DPM++ 2M` and `dpmpp_2m`. */
function sounds(value: OptionValue): string {
  const plain = String(value).toLowerCase().replaceAll('++', 'pp').replace(/^k_/, '').replace('ancestral', 'a')
  return letters(plain)
}
