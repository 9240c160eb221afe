import { tagSchema } from '../../shared/domain/annotations.ts'
import {
  valueBasisSchema,
  valueTaskSchema,
  type ModelValue,
  type ValueReport,
} from '../../shared/domain/model-value.ts'
import type { ModelRef, ProviderView } from '../../shared/domain/provider.ts'
import { modelPurposes, valueTasks } from '../../shared/domain/value-task.ts'
import { notOneOf } from '../../shared/messages/en/cli.ts'
import { sinceDay, untilDay } from '../../shared/messages/en/cli-providers.ts'
import * as messages from '../../shared/messages/en/cli-value.ts'
import { defineCommand, type CommandOutcome } from './command.ts'
import { readDay } from './read-day.ts'
import { badInput } from './read-options.ts'
import { successReport } from './report.ts'
import { reportedValue } from './reported-value.ts'

export const valueCommand = defineCommand({
  name: 'value',
  group: 'models',
  summary: messages.summary,
  details: messages.details,
  options: {
    task: { value: 'task', choices: valueTasks, help: messages.task({ values: valueTasks.join(', ') }) },
    tag: { value: 'tag', help: messages.tag },
    since: { value: 'day', help: sinceDay },
    until: { value: 'day', help: untilDay },
    by: { value: 'votes|stars', choices: valueBasisSchema.options, help: messages.by },
  },
  examples: ['value', 'value --task fill --since 2026-11-01', 'value --tag kite --by stars --json'],
  async run(given, _args, context): Promise<CommandOutcome> {
    const scope = {
      task: readOneOf('--task', valueTaskSchema, given.task),
      tag: readTag(given.tag),
      sinceDay: readDay('since', given.since),
      untilDay: readDay('until', given.until),
      basis: readOneOf('--by', valueBasisSchema, given.by),
    }
    const services = await context.services()
    const values = await services.modelValue.read(scope)
    const { manager } = await services.openProviders()
    return {
      lines: await describeValues(values, await manager.list()),
      report: successReport({ value: reportedValue(values) }),
    }
  },
})

interface Choice<T extends string> {
  readonly options: readonly T[]
  safeParse(value: unknown): { readonly data?: T | undefined }
}

function readOneOf<T extends string>(option: string, schema: Choice<T>, text: string | undefined): T | null {
  if (text === undefined) return null
  const found = schema.safeParse(text).data
  if (found !== undefined) return found
  throw badInput(notOneOf({ option, values: schema.options.join(', '), value: text }))
}

function readTag(text: string | undefined): string | null {
  if (text === undefined) return null
  const parsed = tagSchema.safeParse(text)
  if (parsed.success) return parsed.data
  throw badInput(messages.tagNotValid({ value: text }))
}

/** A line for each model, then the suggestions. */
async function describeValues(values: ValueReport, views: readonly ProviderView[]): Promise<string[]> {
  if (values.models.length === 0) return [messages.nothing]
  const texts = await import('../../shared/domain/value-texts.ts')
  const { suggestedFor } = await import('../../shared/messages/en/value.ts')
  const nameOf = ({ provider, model }: ModelRef) =>
    views.find(({ id }) => id === provider)?.models.find(({ id }) => id === model)?.label ?? model
  const toLine = (each: ModelValue) =>
    [
      `${each.provider}/${each.model}`,
      texts.ratingText(each, values.basis),
      texts.costText(each),
      texts.timeText(each),
      ...texts.standingTexts(each, values.basis, nameOf),
    ].join('  ')
  const suggestions = modelPurposes.flatMap((purpose) => {
    const ref = values[purpose]
    const reason = texts.suggestionReason(values, purpose, nameOf)
    if (ref === null || reason === null) return []
    return [suggestedFor({ purpose: texts.purposeLabels[purpose], model: `${ref.provider}/${ref.model}`, reason })]
  })
  return [...values.models.map(toLine), ...suggestions]
}
