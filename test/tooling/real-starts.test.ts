import { glob, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expect, it } from 'vitest'
import { projectRoot } from '../../scripts/setup/project.mjs'

it('test/integration/real-starts.md lists each file that starts the program, and their sum', async () => {
  const list = await readFile(join(projectRoot, 'test/integration/real-starts.md'), 'utf8')
  const rows = [...list.matchAll(/^\| (?:`([^`]+)`)? *\| (\d+) +\| \S/gm)]
  const found: string[] = []
  for await (const path of glob('test/integration/**/*.test.ts', { cwd: projectRoot })) {
    const source = await readFile(join(projectRoot, path), 'utf8')
    if (!/\b(?:countStart|runBuiltProgram|stage\.start)\(/.test(source)) continue
    const name = basename(path, '.test.ts')
    found.push(path.includes('automation') ? name : path.split(/[\\/]/).at(-2)! + `/${name}`)
  }
  expect(rows.flatMap(([, name]) => name ?? []).toSorted()).toEqual(found.toSorted())
  const sum = rows.reduce((total, [, , count]) => total + Number(count), 0)
  expect(list).toContain(`\n${sum} in all.`)
})
