import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { contract } from '../../../src/shared/contract/index.ts'
import { projectRoot } from '../run-built-program.ts'
import { pagePowers } from './page-powers.ts'

/** SECURITY.md with its table of what a hijacked page could do, from the powers that the contract's routes carry. */
export async function renderSecurity(): Promise<string> {
  const security = await readFile(join(projectRoot, 'SECURITY.md'), 'utf8')
  const [before, table, after, ...more] = security.split(/(?<=<!-- routes -->\n)|(?=<!-- end of routes -->)/)
  if (table === undefined || after === undefined || more.length > 0)
    throw new Error('SECURITY.md has no table of routes.')
  return [before, renderTable(), after].join('')
}

function renderTable(): string {
  const head = ['| Routes | What the page could do | What stops it |', '| --- | --- | --- |']
  const rows = Object.entries(pagePowers).map(([power, { could, stops }]) => {
    const routes = Object.entries(contract).flatMap(([name, route]) =>
      route.kind !== 'event' && route.power === power ? [`\`${name}\``] : [],
    )
    if (routes.length === 0) throw new Error(`No route has the power “${power}”.`)
    return `| ${routes.join(', ')} | ${could}. | ${stops}. |`
  })
  return ['<!-- prettier-ignore -->', ...head, ...rows, ''].join('\n')
}
