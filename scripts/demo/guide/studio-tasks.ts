import { join } from 'node:path'
import { ComparePage } from '../../../test/e2e/pages/compare-page.ts'
import { writeTinyUpscaler } from '../../../test/support/vision/write-tiny-upscaler.ts'
import { paintSpoon } from '../paint-spoon.ts'
import { addModels, whenDone, type Stage } from './stage.ts'

/** Remove an object: paint, fill, compare with the original. */
export async function removeObject(stage: Stage): Promise<void> {
  const { studio, page } = stage
  await stage.form.choose('Remove')
  await paintSpoon(studio)
  await page.mouse.move(5, 5)
  await stage.shoot('remove-paint')
  for (const seed of [4_211, 11]) {
    await studio.fixSeed(seed)
    await studio.fill()
  }
  await studio.run('Before and after')
  await page.getByRole('slider', { name: 'Before and after' }).waitFor()
  await stage.shoot('remove-result')
}

/** Replace something: mask, prompt, the price before the click, what was sent. */
export async function replaceObject(stage: Stage): Promise<void> {
  const { studio, form, page } = stage
  await studio.setNumber('Size', 110)
  const around = Array.from({ length: 25 }, (_, at) => {
    const angle = (at / 24) * 2 * Math.PI
    return { x: 278 + 150 * Math.cos(angle), y: 232 + 105 * Math.sin(angle) }
  })
  await studio.canvas.stroke([...around, { x: 290, y: 60 }, { x: 290, y: 220 }, { x: 220, y: 120 }, { x: 360, y: 120 }])
  await form.chooseModel('gpt-image-2')
  await form.prompt.fill('cup and saucer glazed in deep teal, same light')
  await form.prompt.blur()
  await page.getByText('Mask sent').waitFor()
  await form.generate.filter({ hasText: '$' }).waitFor()
  await page.mouse.move(5, 5)
  await stage.shoot('replace-price')
  await form.generate.click()
  await whenDone(stage, 1)
  await studio.measured.filter({ hasText: ', 0 outside' }).waitFor()
  await page.getByRole('button', { name: 'Mask overlay' }).click()
  await page.mouse.move(5, 5)
  await stage.shoot('replace-result')
}

/** Extend a photo beyond its edges, on this computer. */
export async function extendPhoto(stage: Stage): Promise<void> {
  const { studio, form, page } = stage
  await form.choose('Expand')
  const panel = page.getByRole('region', { name: 'Expand by' })
  await panel.getByRole('radio', { name: '16:9' }).check()
  await page.keyboard.press('ControlOrMeta+0')
  await stage.shoot('expand-frame')
  await page.getByRole('button', { name: 'Expand', exact: true }).click()
  await whenDone(stage, 1)
  await studio.measured.filter({ hasText: ', 0 outside' }).waitFor()
}

/** One prompt at three models, then Compare, and a pick. */
export async function compareModels(stage: Stage): Promise<void> {
  const { studio, form, page } = stage
  await form.choose('New image')
  await form.chooseModel('gpt-image-2')
  await form.addModel('flux-2-pro')
  await form.addModel('stable-image-core')
  await form.prompt.fill('a lighthouse above a calm sea, flat colors')
  await form.prompt.blur()
  await form.generate.filter({ hasText: '$' }).waitFor()
  await page.mouse.move(5, 5)
  await stage.shoot('several-models')
  await form.generate.click()
  await whenDone(stage, 3)
  await page
    .getByRole('button', { name: /^Compare: / })
    .first()
    .click()
  const compare = new ComparePage(page)
  await compare.isDrawn(3)
  for (const letter of ['B', 'C']) await compare.against(letter).waitFor()
  await stage.shoot('compare')
  await studio.canvas.page.keyboard.press('Escape')
}

/** Upscale for print with an ONNX upscaler. */
export async function upscaleForPrint(stage: Stage): Promise<void> {
  const { gallery, page, folder } = stage
  writeTinyUpscaler(join(folder, 'models', 'RealESRGAN_x4plus.onnx'))
  await addModels(stage, join(folder, 'models'))
  await gallery.open()
  await gallery.tile('coffee').click({ button: 'right' })
  await page.getByRole('menuitem', { name: /^Upscale…/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Upscale' })
  await dialog.getByRole('radio', { name: '×4' }).check({ force: true })
  await dialog.getByText('600 × 400 → 2400 × 1600 px').waitFor()
  await stage.shoot('upscale')
  await dialog.getByRole('button', { name: 'Upscale', exact: true }).click()
  await gallery.tile('coffee – upscale 1').waitFor()
}
