import { dialects, promptPartsSchema, type Dialect, type PromptParts } from '../../shared/domain/prompts.ts'
import { compilePrompt, plainTarget, targetOf, type PromptTarget } from '../../shared/prompting/index.ts'
import { defineCommand, optionGroup, type CommandContext } from './command.ts'
import { configOption, placesOf } from './provider-options.ts'
import { badInput, requireOption } from './read-options.ts'
import { successReport } from './report.ts'

const parts = optionGroup('Parts', {
  base: { value: 'text', isRequired: true, help: 'The subject.' },
  style: { value: 'text', help: 'Style.' },
  mood: { value: 'text', help: 'Mood.' },
  lighting: { value: 'text', help: 'Lighting.' },
  composition: { value: 'text', help: 'Composition.' },
  camera: { value: 'text', help: 'Camera and lens.' },
  palette: { value: 'text', help: 'Color palette.' },
  medium: { value: 'text', help: 'Medium.' },
  negative: { value: 'text', help: 'What to exclude.' },
})

/** Asks nobody: the same words give the same prompt, with no network. */
export const compilePromptCommand = defineCommand({
  name: 'compile-prompt',
  group: 'Generate',
  summary: 'Compose a prompt in the dialect a model prefers.',
  options: {
    ...parts,
    for: { value: 'provider/model', help: 'The model.' },
    dialect: { value: 'dialect', help: `Instead of a model: ${dialects.join(', ')}.` },
    config: configOption,
  },
  examples: [
    'compile-prompt --base "a cat" --style photorealistic --lighting "golden hour" --for bfl/flux-pro-1.1',
    'compile-prompt --base "a cat" --negative blur --dialect tags',
  ],
  async run(values, _args, context) {
    requireOption(values.base.trim(), '--base')
    const given = readParts(values)
    if (values.for !== undefined && values.dialect !== undefined) {
      throw badInput('Use --for or --dialect, not both.')
    }
    const model = values.for === undefined ? null : readModel(values.for)
    const target = model ? await findTarget(model, values.config, context) : plainTarget(readDialect(values.dialect))
    const { prompt, negativePrompt, dialect, notes } = compilePrompt(given, target)
    return {
      lines: [prompt, ...(negativePrompt ? [`Negative prompt: ${negativePrompt}`] : [])],
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
  const given = Object.fromEntries(
    Object.keys(parts).flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])),
  )
  const read = promptPartsSchema.safeParse(given)
  if (read.success) return read.data
  throw badInput(`--${String(read.error.issues[0]?.path[0])} is too long.`)
}

function readDialect(text: string | undefined): Dialect {
  const found = dialects.find((dialect) => dialect === (text ?? 'sentence'))
  if (found) return found
  throw badInput(`--dialect must be one of ${dialects.join(', ')}, not “${text}”.`)
}

interface AskedModel {
  readonly provider: string
  readonly id: string
}

function readModel(text: string): AskedModel {
  const at = text.indexOf('/')
  if (at > 0 && at < text.length - 1) return { provider: text.slice(0, at), id: text.slice(at + 1) }
  throw badInput(`--for takes provider/model, such as bfl/flux-pro-1.1, not “${text}”.`)
}

async function findTarget(
  { provider, id }: AskedModel,
  config: string | undefined,
  context: CommandContext,
): Promise<PromptTarget> {
  const { manager } = await (await context.services(placesOf(config))).openProviders()
  const views = await manager.list()
  const view = views.find((each) => each.id === provider)
  if (view === undefined) {
    throw badInput(`“${provider}” is not a service. Known: ${views.map((each) => each.id).join(', ')}.`)
  }
  const card = view.models.find((each) => each.id === id)
  if (card) return targetOf(view.id, card)
  throw badInput(`${view.label} has no model “${id}”. “providers --json” lists them; --dialect needs no model.`)
}
