import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

/** A text of the catalog that a person reads in the window. */
export interface CatalogText {
  /** Its id: English, and behind a `|` its meaning where it has several. */
  readonly id: string
  /** English. */
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
  const byId = new Map<string, CatalogText>()
  for (const each of found) if (!byId.has(each.id)) byId.set(each.id, each)
  return [...byId.values()]
}

function textsOf(file: string, source: string): CatalogText[] {
  const catalog = file.replace(/\.ts$/, '')
  const found: CatalogText[] = []
  const visit = (node: ts.Node, name: string): void => {
    const inner = ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) ? node.name.text : name
    const text = textOf(node)
    if (text !== null) found.push({ ...text, name: `${catalog}.${inner}` })
    ts.forEachChild(node, (child) => visit(child, inner))
  }
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.ESNext), '')
  return found
}

/** The source of `message('…')`, and with its meaning the id; null = another node. */
function textOf(node: ts.Node): Pick<CatalogText, 'id' | 'text'> | null {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return null
  if (!['message', 'plainMessage'].includes(node.expression.text)) return null
  const [first, meaning] = node.arguments
  if (first !== undefined && ts.isStringLiteralLike(first)) {
    const { text } = first
    return { text, id: meaning !== undefined && ts.isStringLiteralLike(meaning) ? `${text}|${meaning.text}` : text }
  }
  throw new TypeError(`A message that is not a plain string: ${node.expression.text}`)
}
