import { basename } from 'node:path'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { precisions, precisionLabels, type Precision } from '../../../shared/domain/local-setup.ts'
import { toErrorData } from '../../../shared/errors/index.ts'
import { notOneOf, oneOfValues } from '../../../shared/messages/en/cli.ts'
import * as models from '../../../shared/messages/en/cli-models.ts'
import * as messages from '../../../shared/messages/en/cli-library.ts'
import type { ConversionPlan } from '../../local-service/local-service.ts'
import { defineCommand, type CliCommand, type CommandContext, type CommandOutcome } from './command.ts'
import { clientCommand } from '../services/client-command.ts'
import { backgroundCommand } from '../edit/background-command.ts'
import { organizeCommand } from '../library/organize-command.ts'
import { searchCommand } from '../library/search-command.ts'
import { selectCommand } from '../edit/select-command.ts'
import { compilePromptCommand } from '../generate/compile-prompt-command.ts'
import { createCompletionCommand } from './completion-command.ts'
import {
  checkConfigCommand,
  configSchemaCommand,
  exportConfigCommand,
  importConfigCommand,
  showConfigCommand,
} from '../services/config-commands.ts'
import { controlCommand } from '../generate/control-command.ts'
import { describeCommand } from '../library/describe-command.ts'
import { installEngineCommand, listEnginesCommand, removeEngineCommand } from '../services/engine-install-commands.ts'
import { forgetEngineCommand, testEngineCommand, useEngineCommand } from '../services/engine-commands.ts'
import { expandCommand, mergeCommand, reblendCommand } from '../edit/edits-commands.ts'
import { exportCommand } from '../library/export-command.ts'
import { fillCommand } from '../edit/fill-command.ts'
import { formatAsset, type DescribedImage } from '../library/format-asset.ts'
import { editCommand, generateCommand, upscaleCommand, variationsCommand } from '../generate/generation-commands.ts'
import { deleteKeyCommand, listKeysCommand, setKeyCommand, testKeyCommand } from '../services/keys-command.ts'
import { ledgerCommand } from '../generate/ledger-command.ts'
import { importCommand, listCommand } from '../library/library-commands.ts'
import {
  addModelCommand,
  catalogModelsCommand,
  downloadModelCommand,
  removeModelCommand,
  searchModelsCommand,
} from '../services/hub-commands.ts'
import { forgetModelsCommand, importModelsCommand, listModelsCommand } from '../services/models-commands.ts'
import { mcpCommand } from '../mcp/mcp-command.ts'
import { galleryCommand, sheetCommand } from '../pages-commands.ts'
import { providersCommand } from '../services/providers-command.ts'
import { cancelQueueCommand, listQueueCommand, retryQueueCommand } from '../generate/queue-command.ts'
import { badInput, formatBytesOf } from '../read-options.ts'
import { requireId } from '../library/require-id.ts'
import { valueCommand } from '../value-command.ts'
import {
  addReferenceCommand,
  exportReferenceCommand,
  importReferenceCommand,
  listReferencesCommand,
  removeReferenceCommand,
} from '../generate/reference-commands.ts'
import { schemaCommand } from '../schema-command.ts'
import { reportedDescription, reportedImage, successReport } from '../report.ts'
import { embedCommand } from '../library/vision-commands.ts'
import { batchCommand } from '../scripts/batch-command.ts'
import { gridCommand } from '../scripts/grid-command.ts'
import { planRunCommand } from '../scripts/plan-command.ts'
import { recipeCommand } from '../scripts/recipe-command.ts'
import { runFileCommand } from '../scripts/run-file-command.ts'
import { watchCommand } from '../scripts/watch-command.ts'
import { originalsCommand } from '../library/originals-command.ts'
import { backupCommand, restoreCommand, verifyCommand } from '../library/storage-commands.ts'
import { originalPath } from '../../platform/original-path.ts'

const convertModelCommand = defineCommand({
  name: 'models convert',
  group: 'models',
  summary: models.convert,
  details: models.convertDetails,
  args: { '<id>': models.modelId },
  options: {
    to: { value: 'precision', suggestions: precisions, help: oneOfValues({ values: precisions.join(', ') }) },
  },
  examples: ['models convert flux1-dev', 'models convert flux1-dev --to q8_0'],
  async run({ to }, [id = ''], context) {
    const local = await (await context.services()).local()
    if (to === undefined) return listChoices(id, await local.planConversion(id))
    const precision = precisions.find((each) => each.toLowerCase() === to.toLowerCase())
    if (precision === undefined) throw badInput(notOneOf({ option: '--to', values: precisions.join(', '), value: to }))
    const { signal } = context
    const written = await local.convert(id, precision, {
      signal,
      onProgress: createProgressReporter(id, precision, context),
    })
    return {
      lines: [`${written.path}: ${formatBytesOf(written.bytes)}`],
      report: successReport({ converted_model: { id, precision, path: written.path, bytes: written.bytes } }),
    }
  },
})

/** Prints a line per ten percent. */
const stepPercent = 10

const showCommand = defineCommand({
  name: 'show',
  group: 'library',
  summary: messages.show,
  details: messages.showDetails,
  args: { '<id>': messages.imageId },
  examples: ['show ID', 'show ID --json'],
  async run(_values, [text = ''], context) {
    const { shown, problem } = await loadShown(requireId(text), context)
    const path = originalPath(context.paths, shown.asset)
    return {
      lines: formatAsset(shown, path),
      problems: problem === null ? [] : [problem],
      report: successReport({
        images: [reportedImage(shown.asset, context.paths.library)],
        shown: reportedDescription(shown),
      }),
    }
  },
})

/** In the order of the help. */
export const commands: readonly CliCommand[] = [
  fillCommand,
  expandCommand,
  editCommand,
  reblendCommand,
  mergeCommand,
  backgroundCommand,
  selectCommand,
  controlCommand,
  upscaleCommand,
  generateCommand,
  variationsCommand,
  compilePromptCommand,
  importCommand,
  listCommand,
  searchCommand,
  organizeCommand,
  addReferenceCommand,
  listReferencesCommand,
  removeReferenceCommand,
  exportReferenceCommand,
  importReferenceCommand,
  embedCommand,
  describeCommand,
  showCommand,
  verifyCommand,
  originalsCommand,
  backupCommand,
  restoreCommand,
  exportCommand,
  sheetCommand,
  galleryCommand,
  listEnginesCommand,
  installEngineCommand,
  useEngineCommand,
  removeEngineCommand,
  testEngineCommand,
  forgetEngineCommand,
  listModelsCommand,
  importModelsCommand,
  forgetModelsCommand,
  catalogModelsCommand,
  searchModelsCommand,
  downloadModelCommand,
  addModelCommand,
  removeModelCommand,
  convertModelCommand,
  valueCommand,
  providersCommand,
  listKeysCommand,
  setKeyCommand,
  testKeyCommand,
  deleteKeyCommand,
  showConfigCommand,
  checkConfigCommand,
  exportConfigCommand,
  importConfigCommand,
  configSchemaCommand,
  listQueueCommand,
  cancelQueueCommand,
  retryQueueCommand,
  ledgerCommand,
  recipeCommand,
  runFileCommand,
  batchCommand,
  gridCommand,
  planRunCommand,
  watchCommand,
  mcpCommand,
  clientCommand,
  schemaCommand,
  createCompletionCommand(() => commands),
]

async function loadShown(
  id: AssetId,
  context: CommandContext,
): Promise<{ shown: DescribedImage; problem: string | null }> {
  const { assets } = await context.services()
  const asset = await assets.records.require(id)
  const { details, problem } = await assets.records.details(id).then(
    (found) => ({ details: found, problem: null }),
    // The record is worth showing even where its file is missing or unreadable.
    (thrown: unknown) => ({ details: null, problem: toErrorData(thrown).message }),
  )
  const { links } = await assets.relations.lineage(id)
  const adjacent = links.filter(({ fromId, toId }) => fromId === id || toId === id)
  const related = await assets.records.load(adjacent.map(({ fromId, toId }) => (fromId === id ? toId : fromId)))
  const names = new Map(related.map((other) => [other.id, other.name]))
  const toRelation = (relatedId: AssetId, role: string) => ({
    id: relatedId,
    name: names.get(relatedId) ?? '',
    how: role,
  })
  const holding = new Set(await assets.collections.holding([id]))
  const collections = (await assets.collections.list()).filter((collection) => holding.has(collection.id))
  return {
    problem,
    shown: {
      asset,
      details,
      made_from: adjacent.filter(({ toId }) => toId === id).map(({ fromId, how }) => toRelation(fromId, how)),
      made_into: adjacent.filter(({ fromId }) => fromId === id).map(({ toId, how }) => toRelation(toId, how)),
      collections: collections.map(({ id: collectionId, name }) => ({ id: collectionId, name })),
    },
  }
}

function listChoices(id: string, { from, bytes, choices }: ConversionPlan): CommandOutcome {
  return {
    lines: [
      `${id} · ${basename(from)} · ${formatBytesOf(bytes)}`,
      ...choices.map((choice) => {
        const saved = Math.round(100 * (1 - choice.bytes / bytes))
        const smaller = models.smaller({ percent: saved })
        return `${choice.precision}  ${formatBytesOf(choice.bytes)} · ${smaller} · ${precisionLabels[choice.precision]}`
      }),
      models.convertHint({ id, precision: choices[0]!.precision }),
    ],
    report: successReport({
      conversions: { id, bytes, choices: choices.map((each) => ({ precision: each.precision, bytes: each.bytes })) },
    }),
  }
}

function createProgressReporter(
  id: string,
  precision: Precision,
  { reportProgress: tellProgress }: CommandContext,
): (fraction: number) => void {
  let reportedPercent = 0
  return (fraction) => {
    const percent = Math.floor(fraction * 100)
    if (percent < reportedPercent + stepPercent) return
    reportedPercent = percent
    tellProgress(models.converting({ id, precision, percent }))
  }
}
