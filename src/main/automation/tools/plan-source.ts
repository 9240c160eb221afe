import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/tools.ts'
import { readPlanFile, readSteps, type PlanRecipe } from '../../edit-plans/plan-file.ts'
import type { PlanFile } from '../../edit-plans/plan-file-schema.ts'
import { badInput } from '../read-options.ts'
import { openMask } from './tool-images.ts'
import type { ToolContext } from './tool.ts'

interface NamedPlan {
  readonly plan_file?: string | undefined
  readonly plan?: PlanFile | undefined
}

/**
 * Reads a plan that a caller names, or gives. Its masks are read where the caller may read: those of a file in the file's
 * folder only, wherever a link leads.
 * @throws request/invalid, storage/*, media/too-large
 */
export async function readPlan({ plan_file: file, plan }: NamedPlan, context: ToolContext): Promise<PlanRecipe> {
  const { files } = context
  const { imaging } = context.services
  if ((file === undefined) === (plan === undefined)) throw badInput(messages.onePlan)
  if (plan !== undefined) {
    return readSteps(plan, { name: messages.inlinePlanName, imaging, openMask: (mask) => openMask(mask, context) })
  }
  return readPlanFile(await files.readable(file!), imaging, (path) => files.readable(path))
}

/** Returns the folder for copies. @throws request/invalid, storage/exists before anything is paid for */
export async function readCopyFolder(name: string, { files }: Pick<ToolContext, 'files'>): Promise<string> {
  const folder = await files.writable(name)
  const found = await stat(folder).catch(() => null)
  if (found !== null && !found.isDirectory()) {
    throw new AppError('storage/exists', messages.folderIsFile({ folder: basename(folder) }))
  }
  return folder
}
