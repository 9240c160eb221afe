import { dialects, promptPartsSchema, type Dialect, type PromptParts } from '../../shared/domain/prompts.ts'
import { compilePrompt, plainTarget, targetOf, type PromptTarget } from '../../shared/prompting/index.ts'
import type { Command, CommandContext } from './command.ts'
import { placesOf } from './generation-commands.ts'
import { badInput, readOptions, requireOption, requireWords } from './read-options.ts'
import { successReport } from './report.ts'

const parts = {
  base: { type: 'string' },
  style: { type: 'string' },
  mood: { type: 'string' },
  lighting: { type: 'string' },
  composition: { type: 'string' },
  camera: { type: 'string' },
  palette: { type: 'string' },
  medium: { type: 'string' },
  negative: { type: 'string' },
} as const
const options = {
  ...parts,
  for: { type: 'string' },
  dialect: { type: 'string' },
  config: { type: 'string' },
  json: { type: 'boolean' },
} as const

/** Asks nobody: the same words give the same prompt, with no network. */
export const compilePromptCommand: Command = {
  usage:
    'compile-prompt --base TEXT [--style …] [--mood …] [--lighting …] [--composition …] [--camera …] [--palette …] ' +
    '[--medium …] [--negative …] [--for SERVICE/MODEL | --dialect sentence|tags|weights] [--json]',
  summary:
    'Puts a prompt together in the words a model likes, and says what it did. Asks no service and needs no network.',
  async run(words, context) {
    const { values, positionals } = readOptions(words, options)
    requireWords(positionals)
    requireOption(values.base?.trim(), '--base')
    const given = readParts(values)
    if (values.for !== undefined && values.dialect !== undefined) {
      throw badInput('Give either --for SERVICE/MODEL or --dialect, not both.')
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
}

function readParts(values: Readonly<Record<string, string | boolean | undefined>>): PromptParts {
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
  throw badInput(`--for is written SERVICE/MODEL, for example bfl/flux-pro-1.1, not “${text}”.`)
}

async function findTarget(
  { provider, id }: AskedModel,
  config: string | undefined,
  context: CommandContext,
): Promise<PromptTarget> {
  const { manager } = await (
    await context.services(placesOf({ ...(config !== undefined && { config }) }, null))
  ).openProviders()
  const views = await manager.list()
  const view = views.find((each) => each.id === provider)
  if (view === undefined) {
    throw badInput(`“${provider}” is not a service. Known: ${views.map((each) => each.id).join(', ')}.`)
  }
  const card = view.models.find((each) => each.id === id)
  if (card) return targetOf(view.id, card)
  throw badInput(`${view.label} has no model “${id}”. “providers --json” lists them; --dialect needs no model.`)
}
