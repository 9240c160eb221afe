import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { measureChange } from '../../scripts/demo/measure-change.ts'
import { removeTheSpoon } from '../../scripts/demo/remove-the-spoon.ts'
import { libraryAssets, samplePath } from './support/images.ts'
import { expect, test } from './support/test.ts'

test.use({ isFirstStart: true })

test('first start: paint, fill, compare, keep and export, as in `npm start -- --demo`', async ({
  running,
  studio,
  page,
  home,
}) => {
  await expect(page.getByText('Paint over what to remove, then press')).toBeVisible()

  const out = join(home, 'demo')
  await mkdir(out)
  const { change } = await removeTheSpoon(running, { out, exports: join(home, 'exported') })
  await expect(studio.measured).toContainText(', 0 outside')
  expect(change.changedOutside).toBe(0)
  expect(change.changedInside).toBeGreaterThan(change.masked / 2)

  // The numbers in the window must match those measured from the files.
  const [result] = await libraryAssets(page)
  expect(change.changedInside).toBe(result?.recipe.changedInside)
  expect(await measureChange(samplePath, join(out, 'after.png'), join(out, 'mask.png'))).toEqual(change)
})
