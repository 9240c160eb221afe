import ts from 'typescript'

/** Part of a source file, as offsets in its text. */
export interface Span {
  readonly start: number
  readonly end: number
}

/**
 * One way out of a branch: it was taken if its point was reached, or, without code of its own (an `if` without `else`), if
 * `point` was reached more often than `butNot`.
 */
interface Arm {
  readonly point: number
  readonly butNot?: number
}

/** What of a source file can be covered; lines and arms name points by their index. */
export interface SourcePoints {
  readonly points: readonly Span[]
  /** The points that begin on each line that has a statement; lines count from 1. */
  readonly lines: ReadonlyMap<number, readonly number[]>
  readonly arms: readonly Arm[]
  /** Of the points: constants of the file, which a build may write where they are used and nowhere else. */
  readonly constants: ReadonlySet<number>
}

interface Found {
  readonly file: ts.SourceFile
  readonly points: Span[]
  readonly lines: Map<number, number[]>
  readonly arms: Arm[]
  readonly constants: Set<number>
}

/**
 * Finds the statements and branches of a source file in the file itself: what can be covered is then the same however
 * the file was built.
 */
export function findSourcePoints(path: string, text: string): SourcePoints {
  const kind = path.endsWith('.tsx') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind)
  const found: Found = { file, points: [], lines: new Map(), arms: [], constants: new Set() }
  visit(file, found)
  return found
}

function visit(node: ts.Node, found: Found): void {
  if (isOnlyTyped(node)) return
  if (isStatement(node)) addLine(node, found)
  if (ts.isIfStatement(node)) addIf(node, found)
  else if (ts.isConditionalExpression(node)) addArms([node.whenTrue, node.whenFalse], found)
  else if (ts.isBinaryExpression(node) && choices.has(node.operatorToken.kind)) addArms([node.right], found)
  else if (ts.isCaseOrDefaultClause(node) && node.statements[0]) addArms([node.statements[0]], found)
  ts.forEachChild(node, (child) => visit(child, found))
}

const choices = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.AmpersandAmpersandEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
])

/** Types, imports and declarations leave no code behind. */
function isOnlyTyped(node: ts.Node): boolean {
  if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return true
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return true
  return ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(isDeclare) === true
}

function isDeclare(modifier: ts.Modifier): boolean {
  return modifier.kind === ts.SyntaxKind.DeclareKeyword
}

const statements = new Set([
  ts.SyntaxKind.ExpressionStatement,
  ts.SyntaxKind.ReturnStatement,
  ts.SyntaxKind.ThrowStatement,
  ts.SyntaxKind.IfStatement,
  ts.SyntaxKind.SwitchStatement,
  ts.SyntaxKind.TryStatement,
  ts.SyntaxKind.ForStatement,
  ts.SyntaxKind.ForInStatement,
  ts.SyntaxKind.ForOfStatement,
  ts.SyntaxKind.WhileStatement,
  ts.SyntaxKind.DoStatement,
  ts.SyntaxKind.BreakStatement,
  ts.SyntaxKind.ContinueStatement,
])

function isStatement(node: ts.Node): boolean {
  if (statements.has(node.kind)) return true
  if (ts.isVariableStatement(node)) return node.declarationList.declarations.some(({ initializer }) => initializer)
  const isBody = !ts.isSourceFile(node) && ts.isArrowFunction(node.parent) && node === node.parent.body
  return isBody && !ts.isBlock(node)
}

function addLine(node: ts.Node, found: Found): void {
  const line = found.file.getLineAndCharacterOfPosition(node.getStart(found.file)).line + 1
  const point = addPoint(node, found)
  found.lines.set(line, [...(found.lines.get(line) ?? []), point])
  if (isConstant(node)) found.constants.add(point)
}

/** `const widthPx = 5` of a file, with nothing to compute. */
function isConstant(node: ts.Node): boolean {
  if (!ts.isVariableStatement(node) || !ts.isSourceFile(node.parent)) return false
  if ((node.declarationList.flags & ts.NodeFlags.Const) === 0) return false
  return node.declarationList.declarations.every(({ initializer }) => initializer && isValue(initializer))
}

function isValue(node: ts.Expression): boolean {
  if (ts.isAsExpression(node)) return isValue(node.expression)
  if (ts.isPrefixUnaryExpression(node)) return isValue(node.operand)
  if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) return true
  return ts.isLiteralExpression(node) || node.kind === ts.SyntaxKind.NullKeyword
}

function addIf(node: ts.IfStatement, found: Found): void {
  const whole = addPoint(node, found)
  const then = addPoint(firstOf(node.thenStatement), found)
  found.arms.push({ point: then })
  if (node.elseStatement) addArms([firstOf(node.elseStatement)], found)
  else found.arms.push({ point: whole, butNot: then })
}

function addArms(nodes: readonly ts.Node[], found: Found): void {
  for (const node of nodes) found.arms.push({ point: addPoint(node, found) })
}

function firstOf(statement: ts.Statement): ts.Node {
  return (ts.isBlock(statement) && statement.statements[0]) || statement
}

function addPoint(node: ts.Node, { file, points }: Found): number {
  return points.push({ start: node.getStart(file), end: node.end }) - 1
}
