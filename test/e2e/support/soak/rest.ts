import { expect } from '@playwright/test'
import { call, libraryIds } from '../bridge.ts'
import { drawLive, expectIdle } from './library-operations.ts'
import { goTo, type Hands } from './window-operations.ts'

/** Undoes all that operations made, so that what is left then is what leaks. */
export async function rest(world: Hands): Promise<void> {
  const { page, samples, studio, service } = world
  service.continueWith('done')
  await goTo('1', page)
  await expectIdle(page)
  for (const { id } of await call(page, 'canvas.documents', {})) await call(page, 'canvas.close', { id })
  for (const { id } of await call(page, 'collections.list', {})) await call(page, 'collections.remove', { id })
  const added = (await libraryIds(page)).filter((id) => !samples.includes(id))
  await call(page, 'library.trash', { ids: added })
  await call(page, 'storage.reclaim', { kinds: ['trash'] })
  for (const { name } of await call(page, 'catalogue.tags', {})) await call(page, 'catalogue.removeTag', { name })
  await call(page, 'prompts.forget', { ids: null })
  // Every place draws something of its own: the same one each time.
  for (const place of ['2', '1']) await goTo(place, page)
  await call(page, 'canvas.open', { assetId: samples[0]! })
  await studio.canvas.ready()
  await drawLive(world)
  // React keeps the text field that had the focus last, and the closed palette around it, until another one gets it.
  await goTo('2', page)
  await page.getByRole('combobox', { name: 'Search images' }).focus()
  await goTo('1', page)
  await expect.poll(async () => (await libraryIds(page)).length).toBe(samples.length)
  // What waits a moment before it goes: autosave, thumbnails, notices, connections kept alive.
  await page.waitForTimeout(restMs)
}

const restMs = 3_000
