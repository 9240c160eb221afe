import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { EditStep } from '../../shared/domain/edit-plan.ts'
import type { EditPlanId } from '../../shared/domain/ids.ts'
import { AppError, toErrorData, toFileError } from '../../shared/errors/index.ts'
import * as errors from '../../shared/messages/en/edit-plan-errors.ts'
import { cannotWritePlan } from '../../shared/messages/en/plan-file.ts'
import { throwIfAborted } from '../../shared/util/until-aborted.ts'
import { requirePlan, type EditPlansOptions } from './edit-plans-options.ts'
import type { EditPlans } from './edit-plans.ts'
import { createMaskFinder } from './find-mask.ts'
import { readPlanFile, renderPlan } from './plan-file.ts'

/** The plan of a document as a file, and as a recipe for other images. */
export function createPlanFiles(
  options: EditPlansOptions,
): Pick<EditPlans, 'saveFile' | 'openFile' | 'readFile' | 'recipeOf'> {
  const { database, assets, imaging } = options
  const masksFor = createMaskFinder(options)

  async function maskOf(id: EditPlanId, { mask, maskName: name }: EditStep): Promise<Uint8Array<ArrayBuffer>> {
    if (mask === null) throw new AppError('request/invalid', errors.maskEmpty({ name }))
    const png = await database.call('editPlans.mask', { id, digest: mask })
    if (png === null) throw new AppError('storage/not-found', errors.maskGone({ name }))
    return png
  }

  const recipeOf: EditPlans['recipeOf'] = async (id, { name, steps }) => {
    await requirePlan(options, id)
    const masks = new Map<string, Uint8Array<ArrayBuffer>>()
    for (const step of steps) {
      if (step.rule === null && step.isOn) masks.set(step.mask ?? '', await maskOf(id, step))
    }
    return { name, steps, masks }
  }

  return {
    recipeOf,
    readFile: (path) => readPlanFile(path, imaging),
    async saveFile(id, { name, steps }, path) {
      // Steps that are off are saved, too.
      const { masks } = await recipeOf(id, { name, steps: steps.map((step) => ({ ...step, isOn: true })) })
      await writeFile(path, renderPlan({ name, steps, masks })).catch((thrown: unknown) => {
        throw toFileError(thrown, cannotWritePlan({ name: basename(path) }))
      })
    },
    async openFile(id, sourceId, path, signal) {
      await requirePlan(options, id)
      const { name, steps, masks } = await readPlanFile(path, imaging)
      const image = await assets.records.require(sourceId)
      const opened: EditStep[] = []
      const warnings = new Set<string>()
      for (const step of steps) {
        try {
          const [found] = await masksFor([step], image, async (digest) => masks.get(digest) ?? null, signal)
          const { digest, png, warning } = found!
          await database.call('editPlans.addMask', { id, digest, png })
          if (warning !== null) warnings.add(warning)
          opened.push({ ...step, mask: digest })
        } catch (thrown) {
          throwIfAborted(signal)
          // The step stays: its rule may find something on other images.
          warnings.add(toErrorData(thrown).message)
          opened.push({ ...step, mask: null })
        }
      }
      return { name, steps: opened, warnings: [...warnings] }
    },
  }
}
