import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openAdvisories } from '../../scripts/checks/advisories.mjs'
import { shippedPackages, writeLicenses } from '../../scripts/setup/licenses.mjs'
import { projectRoot } from '../../scripts/setup/project.mjs'

interface License {
  readonly license: string
}
interface Rules {
  readonly allowed: readonly string[]
  readonly exceptions: Readonly<Record<string, License & { readonly why: string }>>
}

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8')
const rules = JSON.parse(read('scripts/checks/licenses.json')) as Rules
const shipped = shippedPackages(projectRoot)

const isAllowed = (license: string) => license.split(' AND ').every((each) => rules.allowed.includes(each))

describe('what Atelier ships', () => {
  it('is under permissive licenses, but for a few with a reason', () => {
    const others = shipped.filter(({ license }) => !isAllowed(license))
    const unexplained = others.filter(({ name, license }) => rules.exceptions[name]?.license !== license)
    expect(unexplained.map(({ name, license }) => `${name}: ${license}`)).toEqual([])
    const names = others.map(({ name }) => name)
    expect(Object.keys(rules.exceptions).filter((name) => !names.includes(name))).toEqual([])
  })

  it('is listed whole: what is installed, what is built in, and Electron', () => {
    const names = shipped.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['electron', 'sharp', '@github/keytar']))
    expect(names).toEqual(expect.arrayContaining(['konva', 'react', 'zod', '@fontsource-variable/inter']))
    expect(names).not.toContain('vitest')
    expect(names).not.toContain('electron-builder')
    const labels = shipped.map(({ name, version }) => `${name}@${version}`)
    expect(new Set(labels).size).toBe(labels.length)
    // sharp has one of its own.
    expect(labels.filter((label) => label.startsWith('semver@'))).toHaveLength(2)
  })

  it('has a bill of materials that names no machine and no registry, and is the same each time', () => {
    const before = read('out/sbom.cdx.json')
    writeLicenses(projectRoot)
    expect(read('out/sbom.cdx.json')).toBe(before)
    expect(before).not.toMatch(/https?:|\/home\/|\/root\//)
    const bom = JSON.parse(before) as { readonly components: readonly { purl: string; hashes?: readonly unknown[] }[] }
    expect(bom.components).toHaveLength(shipped.length)
    for (const { purl, hashes } of bom.components) {
      expect(purl).toMatch(/^pkg:npm\/(?:%40[\w.-]+\/)?[\w.-]+@\d/)
      expect(hashes, purl).toHaveLength(1)
    }
  })
})

describe('advisories', () => {
  const url = 'https://github.com/advisories/GHSA-1'
  const advisory = { name: 'yaml', title: 'Loops', severity: 'high', url }
  const report = {
    vulnerabilities: {
      yaml: { name: 'yaml', via: [advisory] },
      vitest: { name: 'vitest', via: [{ ...advisory, name: 'vitest' }] },
      chokidar: { name: 'chokidar', via: ['yaml'] },
    },
  }
  const options = { shipped: ['yaml', 'chokidar'], accepted: {}, today: '2026-11-26' }

  const acceptUntil = (until: string) => ({ ...options, accepted: { [url]: { why: 'not used', until } } })

  it('count for what is shipped only', () => {
    expect(openAdvisories(report, options)).toEqual([advisory])
  })

  it('are accepted with a reason until a day', () => {
    expect(openAdvisories(report, acceptUntil('2026-12-31'))).toEqual([])
    expect(openAdvisories(report, acceptUntil('2026-11-25'))).toEqual([advisory])
  })
})
