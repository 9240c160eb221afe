import { mkdir, readdir } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { reportOf, withProgram } from '../../support/program-stage.ts'

const { at, atelier } = withProgram()

it('takes no name of an image for a folder that is not there', async () => {
  const id = reportOf(await atelier('import', 'photo.png', '--json')).images[0]!.id
  const mistaken = await atelier('export', id, '--out', 'z.png', '--format', 'webp')
  expect(mistaken).toMatchObject({ code: 2, err: expect.stringContaining('is not a name for webp') as string })
  const several = await atelier('export', id, id, '--out', 'z.png')
  expect(several).toMatchObject({ code: 2, err: expect.stringContaining('Name a folder') as string })
  expect(await readdir(at('.'))).not.toContain('z.png')

  await mkdir(at('z.png'))
  expect(await atelier('export', id, '--out', 'z.png', '--format', 'webp')).toMatchObject({ code: 0 })
  expect(await readdir(at('z.png'))).toHaveLength(1)
})
