import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { projectRoot } from '../../scripts/setup/project.mjs'

/** Message catalogs are imported whole (`import * as messages`): their keys need to be distinct within one catalog only. */
const catalogs = 'shared/messages/en'
const declaration = /^export (?:async )?(?:abstract )?(?:const|function\*?|class|interface|type|enum) (\w+)/gm

it('a name is exported by one module only, so that a search for it finds one thing', () => {
  const places = new Map<string, Set<string>>()
  const paths = readdirSync(join(projectRoot, 'src'), { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.tsx?$/.test(path) && !path.startsWith(catalogs))
  for (const path of paths) {
    const text = readFileSync(join(projectRoot, 'src', path), 'utf8')
    for (const [, name = ''] of text.matchAll(declaration)) {
      places.set(name, (places.get(name) ?? new Set()).add(path))
    }
  }
  expect(places.size).toBeGreaterThan(1000)
  expect([...places].filter(([, modules]) => modules.size > 1).map(([name, modules]) => [name, ...modules])).toEqual([])
})
