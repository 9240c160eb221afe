import { z } from 'zod'
import { tagSchema } from '../../shared/domain/annotations.ts'
import {
  valueBasisSchema,
  valueTaskSchema,
  type ModelValue,
  type ValueReport,
  modelPurposes,
  valueTasks,
  type ModelPurpose,
  type PresetTask,
  type ValueTask,
} from '../../shared/domain/model-value.ts'
import type { ModelRef, ProviderView } from '../../shared/domain/provider.ts'
import { notOneOf } from '../../shared/messages/en/cli.ts'
import { sinceDay, untilDay } from '../../shared/messages/en/cli-providers.ts'
import * as messages from '../../shared/messages/en/cli-value.ts'
import { defineCommand, type CommandContext, type CommandOutcome } from './program/command.ts'
import { readDay } from './read-day.ts'
import { badInput } from './read-options.ts'
import { successReport } from './report.ts'
import { reportedValue } from './reported-value.ts'

const purposeSchema = z.enum(modelPurposes)

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
    accept: { value: 'draft|final', isMany: true, choices: modelPurposes, help: messages.accept },
    clear: { value: 'draft|final', isMany: true, choices: modelPurposes, help: messages.clear },
  },
  examples: [
    'value',
    'value --task fill --since 2026-11-01',
    'value --tag kite --by stars --json',
    'value --task generate --accept draft --accept final',
    'value --clear draft',
  ],
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
    const changes = readChanges(given, scope.task)
    const changed = await changeDefaults(changes, values, context)
    return {
      lines: [...(await describeValues(values, await manager.list())), ...changed],
      report: successReport({ value: reportedValue(values, context.settings.get()) }),
    }
  },
})

interface Changes {
  readonly accepted: readonly ModelPurpose[]
  readonly cleared: readonly ModelPurpose[]
  /** Of the shown task, or of any task. */
  readonly task: PresetTask
}

/** null = nothing is to be changed. @throws request/invalid */
function readChanges(
  given: { readonly accept?: readonly string[] | undefined; readonly clear?: readonly string[] | undefined },
  task: ValueTask | null,
): Changes | null {
  const accepted = readPurposes('--accept', given.accept)
  const cleared = readPurposes('--clear', given.clear)
  if (accepted.length === 0 && cleared.length === 0) return null
  const both = accepted.find((purpose) => cleared.includes(purpose))
  if (both !== undefined) throw badInput(messages.acceptOrClear({ purpose: both }))
  if (task === 'upscale') throw badInput(messages.noUpscaleDefault)
  return { accepted, cleared, task: task ?? 'any' }
}

function readPurposes(option: string, texts: readonly string[] = []): readonly ModelPurpose[] {
  return texts.map((text) => readOneOf(option, purposeSchema, text)!)
}

/** Sets the suggested models as defaults, or removes defaults, all or none. @throws request/invalid */
async function changeDefaults(
  changes: Changes | null,
  values: ValueReport,
  { settings }: Pick<CommandContext, 'settings'>,
): Promise<string[]> {
  if (changes === null) return []
  const { accepted, cleared, task } = changes
  const { presetTaskLabel } = await import('../../shared/domain/model-value.ts')
  const taskLabel = presetTaskLabel(task)
  const current = await settings.load()
  const models = { draft: { ...current.draftModels }, final: { ...current.finalModels } }
  const lines: string[] = []
  for (const purpose of accepted) {
    const suggested = values[purpose]
    if (suggested === null) throw badInput(messages.nothingSuggested({ purpose }))
    models[purpose] = { ...models[purpose], [task]: suggested }
    lines.push(messages.accepted({ purpose, task: taskLabel, model: `${suggested.provider}/${suggested.model}` }))
  }
  for (const purpose of cleared) {
    const { [task]: removed, ...others } = models[purpose]
    models[purpose] = others
    lines.push((removed === undefined ? messages.nothingToClear : messages.cleared)({ purpose, task: taskLabel }))
  }
  const isTouched = (purpose: ModelPurpose) => accepted.includes(purpose) || cleared.includes(purpose)
  await settings.change({
    ...(isTouched('draft') && { draftModels: models.draft }),
    ...(isTouched('final') && { finalModels: models.final }),
  })
  return lines
}

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
  const texts = await import('../../shared/domain/model-value.ts')
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
