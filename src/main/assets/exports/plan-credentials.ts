import type { ExportOptions } from '../../../shared/domain/export-options.ts'
import { exportedSize } from '../../../shared/domain/export-size.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { providerLabels } from '../../../shared/domain/provider-id.ts'
import type { AssetRecord } from '../../database/index.ts'
import type {
  ContentSigner,
  CredentialsSource,
  ExportCredentials,
  InputSource,
  OpenedSource,
} from '../../imaging/content-credentials.ts'
import { exportKindOf } from './describe-picture.ts'
import type { ExportsContext } from './exports-context.ts'
import { shownImages, type ExportLineage } from './load-lineage.ts'
import { findOrigin, isFromOutside, isMadeByModel, lineOf } from './picture-origin.ts'
import { locateOriginal } from './locate-original.ts'

/** Each is looked into for credentials of its own. */
const openedMax = 8

interface PictureToSign {
  readonly record: AssetRecord
  readonly lineage: ExportLineage
  readonly options: ExportOptions
  readonly signer: ContentSigner
}

/**
 * What Content Credentials say of a picture: what it was opened from, what was done, and the kind that its label says.
 * Names and small pictures of what it came from only where everything may be told.
 */
export async function planCredentials(
  context: Pick<ExportsContext, 'assets' | 'appVersion'>,
  { record, lineage, options, signer }: PictureToSign,
): Promise<ExportCredentials> {
  const origin = findOrigin(record, lineage)
  const isTold = options.metadata === 'all'
  const line = lineOf(record, lineage)
  const size = exportedSize(record, options.size)
  const isCreated = record.parentId === null && isMadeByModel(record) && !isFromOutside(record)
  const source = origin.source === null ? null : await locate(context, origin.source, 'original')
  return {
    kind: exportKindOf(origin),
    sourcePath: source?.path ?? null,
    plan: {
      algorithm: signer.algorithm,
      certificates: signer.certificates,
      appVersion: context.appVersion,
      opened: await findOpened(context, line, isTold),
      createdBy: isCreated ? makerOf(record) : null,
      placed: await findPlaced(context, line, lineage),
      inputs: isTold ? await findInputs(context, record, lineage) : [],
      isResized: size.widthPx !== record.widthPx || size.heightPx !== record.heightPx,
      prompt: isTold && options.includePrompt ? (origin.madeBy?.recipe.prompt ?? null) : null,
    },
  }
}

/** Itself where it came as it is, from outside or from a service; then its line. */
async function findOpened(
  context: Pick<ExportsContext, 'assets'>,
  line: readonly AssetRecord[],
  isTold: boolean,
): Promise<OpenedSource[]> {
  const [record, ...ancestors] = line
  const isItself = record!.parentId === null
  const candidates = (isItself ? line : ancestors).slice(0, openedMax)
  const opened: OpenedSource[] = []
  for (const candidate of candidates) {
    const located = await locate(context, candidate, 'came')
    if (located === null) continue
    const since = line.slice(0, line.indexOf(candidate)).find((each) => isMadeByModel(each))
    opened.push({
      ...located,
      title: isTold ? candidate.name : null,
      thumbnailPath: isTold ? await thumbnailOf(context, candidate.id) : null,
      isItself: candidate === record,
      editedBy: since === undefined ? null : makerOf(since),
    })
  }
  return opened
}

/** What a service sent for an edit, and what a part was taken from. */
async function findPlaced(
  context: Pick<ExportsContext, 'assets'>,
  line: readonly AssetRecord[],
  lineage: ExportLineage,
): Promise<CredentialsSource[]> {
  const [record] = line
  const part = record!.recipe.takenFromId ?? null
  const taken = part === null ? undefined : lineage.get(part)
  const isAnswered = record!.parentId !== null && record!.rawAnswerMime !== null
  const found = [
    isAnswered ? await locate(context, record!, 'came') : null,
    taken === undefined ? null : await locate(context, taken, 'came'),
  ]
  return found.flatMap((each) => (each === null ? [] : [{ ...each, title: null, thumbnailPath: null }]))
}

/** References and the control image, of its own step only: those of steps before are theirs to tell. */
async function findInputs(
  context: Pick<ExportsContext, 'assets'>,
  record: AssetRecord,
  lineage: ExportLineage,
): Promise<InputSource[]> {
  const inputs: InputSource[] = []
  for (const { id, role } of shownImages(record.recipe)) {
    const shown = lineage.get(id)
    const located = shown === undefined ? null : await locate(context, shown, 'came')
    if (shown === undefined || located === null) continue
    inputs.push({ ...located, role, title: shown.name, thumbnailPath: await thumbnailOf(context, id) })
  }
  return inputs
}

/** What is gone is not told; the export goes on. */
async function locate(
  context: Pick<ExportsContext, 'assets'>,
  record: AssetRecord,
  which: 'came' | 'original',
): Promise<{ path: string; mime: string } | null> {
  if (record.isMissing) return null
  const located =
    which === 'came' ? locateOriginal(context, record) : context.assets.files.locate(record.id, 'original')
  return located.catch(() => null)
}

async function thumbnailOf({ assets }: Pick<ExportsContext, 'assets'>, id: AssetId): Promise<string | null> {
  const located = await assets.files.locate(id, 'thumb-256').catch(() => null)
  return located?.path ?? null
}

/** The file is read by anybody, on any computer. */
const publicLabels: Readonly<Record<string, string>> = {
  ...providerLabels,
  'openai-compatible': 'OpenAI-compatible server',
}

/** "OpenAI gpt-image-2": the service as people know it, and the model by the name it is asked for with. */
function makerOf({ recipe: { provider, model, operation } }: AssetRecord): string {
  const label = provider === null ? null : (publicLabels[provider] ?? provider)
  return [label, model].filter((part) => part !== null).join(' ') || operation
}
