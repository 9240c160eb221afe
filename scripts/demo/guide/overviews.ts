import { ModelsPage } from '../../../test/e2e/pages/models-page.ts'
import { crop, drawCoast, drawVase, palettes } from './drawings.ts'
import { importImages, type Stage } from './stage.ts'

/** The Gallery with some images in it. */
export async function showGallery(stage: Stage): Promise<void> {
  const { gallery, page, studio } = stage
  await importImages(stage, {
    crema: await crop('coffee', [190, 80, 240, 180]),
    'left eye': await crop('chelsea', [90, 60, 160, 160]),
    'coast at night': await drawCoast(palettes.night, 240),
    handle: await crop('coffee', [150, 220, 220, 160]),
    portrait: await crop('chelsea', [60, 0, 300, 300]),
    'vase 2': await drawVase(1),
    spoon: await crop('coffee', [310, 230, 130, 130]),
    'coast at dawn': await drawCoast(palettes.dawn, 620),
    whiskers: await crop('chelsea', [40, 150, 180, 140]),
    'vase 4': await drawVase(3),
    saucer: await crop('coffee', [60, 180, 300, 210]),
    'coast at dusk': await drawCoast(palettes.dusk, 300),
  })
  await studio.setNumber('Size', 60)
  await studio.scribble({ x: 335, y: 255 }, { x: 390, y: 310 })
  await studio.fill()
  await gallery.open()
  await gallery.tiles.nth(14).waitFor()
  await gallery.tiles.first().click()
  await page.mouse.move(640, 780)
  await stage.shoot('gallery')
}

/** The Models: providers with their keys and prices. */
export async function showModels({ page, shoot }: Stage): Promise<void> {
  const models = new ModelsPage(page)
  await models.open()
  // Below the card of local models, which says what this computer lacks.
  await page.mouse.move(640, 796)
  const card = await models.card('OpenAI').boundingBox()
  await page.mouse.wheel(0, (card?.y ?? 0) - 60)
  await shoot('models')
}
