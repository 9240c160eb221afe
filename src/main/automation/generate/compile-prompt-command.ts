import { dialects, promptPartsSchema, type Dialect, type PromptParts } from '../../../shared/domain/prompts.ts'
import { compilePrompt, plainTarget, promptTargetOf, type PromptTarget } from '../../../shared/prompting/index.ts'
import { notOneOf, optionConflict } from '../../../shared/messages/en/cli.ts'
import * as messages from '../../../shared/messages/en/cli-generate.ts'
import { defineCommand, optionGroup, type CommandContext } from '../program/command.ts'
import { configOption, placesOf } from './provider-options.ts'
import { badInput, requireOption } from '../read-options.ts'
import { successReport } from '../report.ts'

const parts = optionGroup(messages.partsHeading, {
  base: { value: 'text', isRequired: true, help: messages.subject },
  style: { value: 'text', help: messages.style },
  mood: { value: 'text', help: messages.mood },
  lighting: { value: 'text', help: messages.lighting },
  composition: { value: 'text', help: messages.composition },
  camera: { value: 'text', help: messages.camera },
  palette: { value: 'text', help: messages.palette },
  medium: { value: 'text', help: messages.medium },
  negative: { value: 'text', help: messages.exclude },
})

/** Sends nothing: the same text gives the same prompt, without a network. */
export const compilePromptCommand = defineCommand({
  name: 'compile-prompt',
  group: 'generate',
  summary: messages.compilePrompt,
  options: {
    ...parts,
    for: { value: 'provider/model', help: messages.targetModel },
    dialect: { value: 'dialect', choices: dialects, help: messages.dialect({ values: dialects.join(', ') }) },
    config: configOption,
  },
  examples: [
    'compile-prompt --base "a cat" --style photorealistic --lighting "golden hour" --for bfl/flux-pro-1.1',
    'compile-prompt --base "a cat" --negative blur --dialect tags',
  ],
  async run(values, _args, context) {
    requireOption(values.base.trim(), '--base')
    const promptParts = readParts(values)
    if (values.for !== undefined && values.dialect !== undefined) {
      throw badInput(optionConflict({ option: '--for', other: '--dialect' }))
    }
    const model = values.for === undefined ? null : readModel(values.for)
    const target = model ? await findTarget(model, values.config, context) : plainTarget(readDialect(values.dialect))
    const { prompt, negativePrompt, dialect, notes } = compilePrompt(promptParts, target)
    return {
      lines: [prompt, ...(negativePrompt ? [messages.negativePrompt({ prompt: negativePrompt })] : [])],
      problems: notes,
      report: {
        ...successReport({ provider: model?.provider ?? null, model: model?.id ?? null }),
        prompt,
        negative_prompt: negativePrompt,
        dialect,
        notes,
      },
    }
  },
})

function readParts(values: Readonly<Record<string, unknown>>): PromptParts {
  const texts = Object.fromEntries(
    Object.keys(parts).flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])),
  )
  const read = promptPartsSchema.safeParse(texts)
  if (read.success) return read.data
  throw badInput(messages.partTooLong({ part: String(read.error.issues[0]?.path[0]) }))
}

function readDialect(text: string | undefined): Dialect {
  const found = dialects.find((dialect) => dialect === (text ?? 'sentence'))
  if (found) return found
  throw badInput(notOneOf({ option: '--dialect', values: dialects.join(', '), value: String(text) }))
}

interface TargetModel {
  readonly provider: string
  readonly id: string
}

function readModel(text: string): TargetModel {
  const at = text.indexOf('/')
  if (at > 0 && at < text.length - 1) return { provider: text.slice(0, at), id: text.slice(at + 1) }
  throw badInput(messages.targetNotValid({ value: text }))
}

async function findTarget(
  { provider, id }: TargetModel,
  config: string | undefined,
  context: CommandContext,
): Promise<PromptTarget> {
  const { manager } = await (await context.services(placesOf(config))).openProviders()
  const views = await manager.list()
  const view = views.find((each) => each.id === provider)
  if (view === undefined) {
    throw badInput(messages.providerUnknown({ id: provider, known: views.map((each) => each.id).join(', ') }))
  }
  const card = view.models.find((each) => each.id === id)
  if (card) return promptTargetOf(view.id, card)
  throw badInput(messages.modelUnknown({ provider: view.label, id }))
}
