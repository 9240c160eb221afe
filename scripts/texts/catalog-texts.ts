import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

/** A text of the catalog that a person reads in the window. */
export interface CatalogText {
  /** English, which is its id. */
  readonly text: string
  /** `catalog.name` of the constant that holds it: the context for translators. */
  readonly name: string
}

/** Catalogs of the command line and of the tools for agents, which stay English (docs/adr/0062). */
const englishOnly = /^(cli.*|tools|configuration-help)\.ts$/

/**
 * Reads the texts from the source of the catalogs, in their order, each once: importing the catalogs would give texts
 * without their ids. @param root of the repository
 */
export function readCatalogTexts(root: string): CatalogText[] {
  const folder = join(root, 'src/shared/messages/en')
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && !englishOnly.test(name))
  const found = files.toSorted().flatMap((file) => textsOf(file, readFileSync(join(folder, file), 'utf8')))
  const byText = new Map<string, CatalogText>()
  for (const each of found) if (!byText.has(each.text)) byText.set(each.text, each)
  return [...byText.values()]
}

function textsOf(file: string, source: string): CatalogText[] {
  const catalog = file.replace(/\.ts$/, '')
  const found: CatalogText[] = []
  const visit = (node: ts.Node, name: string): void => {
    const inner = ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) ? node.name.text : name
    const text = textOf(node)
    if (text !== null) found.push({ text, name: `${catalog}.${inner}` })
    ts.forEachChild(node, (child) => visit(child, inner))
  }
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.ESNext), '')
  return found
}

/** The source of `message('…')`; null = another node. */
function textOf(node: ts.Node): string | null {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return null
  if (!['message', 'plainMessage'].includes(node.expression.text)) return null
  const [first] = node.arguments
  if (first !== undefined && ts.isStringLiteralLike(first)) return first.text
  throw new TypeError(`A message that is not a plain string: ${node.expression.text}`)
}
