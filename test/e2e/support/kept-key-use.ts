import { chmod, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Client } from '@modelcontextprotocol/client'
import { expect } from '@playwright/test'
import { buildStandIn } from '../../support/engine/build-stand-in.ts'
import { checkpoint, unet } from '../../support/models/image-models.ts'
import { writeSafetensors } from '../../support/models/write-model.ts'
import { writeTinyFlorence } from '../../support/vision/write-tiny-florence.ts'
import { GenerateForm } from '../pages/generate-form.ts'
import { StudioPage } from '../pages/studio-page.ts'
import { call, libraryIds } from './bridge.ts'
import { writeToHome, type RunningPackage } from './packaged.ts'

const timeout = 60_000

/** Gives the user a local engine, an image model and one that describes images. Returns their folder, which is the caller's to remove. */
export async function installLocalModels(home: string): Promise<string> {
  const { folder, libraryPath } = await buildStandIn()
  writeSafetensors(join(folder, 'paper.safetensors'), checkpoint(unet(), 'sd1'))
  writeTinyFlorence(join(folder, 'tiny-florence'))
  // The ordinary user reads them.
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  await chmod(folder, 0o755)
  for (const entry of entries) await chmod(join(entry.parentPath, entry.name), 0o755)
  const settings = { version: 1, enginePath: libraryPath, modelFolders: [folder] }
  await writeToHome(home, 'settings.json', JSON.stringify(settings))
  return folder
}

/** Generates with a service and on this computer, and has the image described: the engine and vision processes run then. */
export async function useServiceAndModels({ page }: RunningPackage): Promise<string> {
  const form = new GenerateForm(page)
  const studio = new StudioPage(page)
  await form.fillIn('New image', { prompt: 'a pier' })
  for (const [at, model] of ['OpenAI gpt-image-2', 'paper'].entries()) {
    await form.chooseModel(model)
    await form.generate.click()
    await expect.poll(() => studio.cardCount(), { timeout }).toBe(at + 1)
    await expect(studio.cards.last()).toHaveAccessibleName(/done/, { timeout })
  }
  const [newest] = await libraryIds(page)
  await call(page, 'vision.describe', { id: newest! })
  return page.locator('body').innerHTML()
}

/** Has an agent generate with the service and list what it knows. Returns all of the answers. */
export async function useAsAgent(agent: Client): Promise<string> {
  const options = { timeout }
  const made = await agent.callTool(
    { name: 'generate_image', arguments: { prompt: 'a boat', provider: 'openai', model: 'gpt-image-2' } },
    options,
  )
  expect(made, JSON.stringify(made)).toMatchObject({ structuredContent: { success: true } })
  const listed = await agent.callTool({ name: 'list_models', arguments: {} }, options)
  return JSON.stringify([made, listed])
}
