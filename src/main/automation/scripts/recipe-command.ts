import { stat, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AppError, toFileError } from '../../../shared/errors/index.ts'
import { cannotSave } from '../../../shared/messages/en/start.ts'
import { fileExists } from '../../../shared/messages/en/cli.ts'
import * as library from '../../../shared/messages/en/cli-library.ts'
import * as options from '../../../shared/messages/en/cli-options.ts'
import * as messages from '../../../shared/messages/en/cli-scripts.ts'
import { defineCommand } from '../program/command.ts'
import { requireId } from '../library/require-id.ts'
import { successReport } from '../report.ts'
import { readRecipeCall } from './read-recipe-call.ts'
import type { RecipeFile } from './tool-call.ts'

export const recipeCommand = defineCommand({
  name: 'recipe',
  group: 'automation',
  summary: messages.recipe,
  details: messages.recipeDetails,
  args: { '<id>': library.imageId },
  options: {
    out: { value: 'file', help: messages.recipeFile },
    force: { help: options.overwrite },
  },
  examples: ['recipe ID', 'recipe ID --out recipe.json'],
  async run({ out, force }, [text = ''], context) {
    const id = requireId(text)
    const services = await context.services()
    const { tool, parameters, differences } = await readRecipeCall(id, services)
    const { createdAtMs } = await services.assets.records.require(id)
    const created = new Date(createdAtMs).toISOString()
    const about = { version: context.appVersion, image: id, created, differences }
    const recipe = { tool, parameters, atelier: about } satisfies RecipeFile
    const json = JSON.stringify(recipe, null, 2)
    if (out !== undefined)
      await writeNew(out, `${json}\n`, { mayReplace: force === true, folder: context.workingFolder })
    return {
      lines: [out === undefined ? json : resolve(context.workingFolder, out)],
      problems: differences.map(({ message }) => message),
      report: successReport({ recipe, warnings: differences }),
    }
  },
})

async function writeNew(
  name: string,
  text: string,
  { mayReplace, folder }: { readonly mayReplace: boolean; readonly folder: string },
): Promise<void> {
  const path = resolve(folder, name)
  if (!mayReplace && (await isThere(path))) throw new AppError('storage/exists', fileExists({ file: name }))
  await writeFile(path, text).catch((thrown: unknown) => {
    throw toFileError(thrown, cannotSave({ name }))
  })
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
