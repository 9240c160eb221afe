import { expect, it } from 'vitest'
import { createWrittenFiles } from './written-files.ts'

it('knows what was written, each exactly as it was named', () => {
  const files = createWrittenFiles()
  files.add(['/out/a.png', '/out/b.png'])
  expect(files.require('/out/b.png')).toBe('/out/b.png')
  for (const path of ['/out', '/out/c.png', '/out/../out/a.png', '/etc/passwd', '']) {
    expect(() => files.require(path)).toThrow(expect.objectContaining({ code: 'storage/not-found' }))
  }
})
