import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { settingsSchema, type Settings } from '../../shared/domain/settings.ts'
import { workflowPathOf } from '../../shared/domain/workflow-model.ts'
import { AppError, toErrorData, toFileError, type ErrorData } from '../../shared/errors/index.ts'
import { writeFileAtomic } from '../platform/pure/atomic-file.ts'

interface ReadResult {
  readonly settings: Settings
  /** Says what was wrong with the file; null where nothing was. */
  readonly notice: ErrorData | null
}

/** Missing file: the defaults. Damaged one: a copy is kept, and every field that is sound is taken over. */
export async function readSettings(path: string): Promise<ReadResult> {
  const text = await readIfThere(path)
  if (text === null) return { settings: settingsSchema.parse({}), notice: null }
  const found = upgradeWorkflowFiles(parseJson(text))
  const whole = settingsSchema.safeParse(found)
  if (whole.success) return { settings: whole.data, notice: null }
  const keptPath = `${path}.damaged`
  // Where not even the copy can be written, the program still opens; the notice then has less to point at.
  const isKept = await writeFileAtomic(keptPath, text).then(
    () => true,
    () => false,
  )
  return { settings: takeSoundFields(found), notice: damagedNotice(isKept ? keptPath : null) }
}

/** Earlier, a workflow that was picked was only named by the model that it became. */
function upgradeWorkflowFiles(found: unknown): unknown {
  const earlier = earlierSchema.safeParse(found)
  if (!earlier.success) return found
  const paths = earlier.data.providers.comfyui.addedModels.map((model) => workflowPathOf(model))
  return { ...earlier.data, workflowFiles: paths.filter((path) => path !== null) }
}

const earlierSchema = z.looseObject({
  workflowFiles: z.undefined().optional(),
  providers: z.looseObject({ comfyui: z.looseObject({ addedModels: z.array(z.string()) }) }),
})

function takeSoundFields(found: unknown): Settings {
  const fields = typeof found === 'object' && found !== null ? Object.entries(found) : []
  const sound = fields.filter(([field, value]) => settingsSchema.safeParse({ [field]: value }).success)
  return settingsSchema.parse(Object.fromEntries(sound))
}

function damagedNotice(keptPath: string | null): ErrorData {
  const where = keptPath === null ? '' : ` The damaged file is kept as ${keptPath}.`
  return toErrorData(
    new AppError(
      'storage/corrupt',
      `Some of your settings could not be read and are back to what they were at first. Pictures are not affected.${where}`,
    ),
  )
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (thrown) {
    const error = toFileError(thrown, `read its settings ${path}`)
    if (error.code === 'storage/not-found') return null
    throw error
  }
}

/** Undefined where it is no JSON at all. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
