import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { smallPng } from '../support/small-images.ts'
import { libraryAssets } from './support/images.ts'
import { startAgain } from './support/launch.ts'
import { expect, test } from './support/test.ts'
import { watchImports } from './support/watch-imports.ts'

test('a second start passes its files to the open window and exits', async ({ running, page, home }) => {
  const path = join(home, 'given.png')
  await writeFile(path, smallPng(1, 48, 32))
  const said = await watchImports(page)
  expect(await startAgain(running, [path])).toBe(0)
  await expect.poll(async () => (await libraryAssets(page)).map(({ name }) => name)).toContain('given')
  expect(await said()).toBe('Opening…Stop')
  await expect(page.getByText('Opening…')).toHaveCount(0)
})
