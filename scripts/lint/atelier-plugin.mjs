/** Rules of this project that no general rule covers. */

const noPlainError = {
  meta: {
    type: 'problem',
    messages: { plain: 'Throw an AppError with a code from src/shared/errors: people see its message.' },
  },
  /** @param {{ report: (problem: object) => void }} context */
  create(context) {
    return {
      /** @param {{ argument: { type: string, callee?: { type: string, name?: string } } }} node */
      ThrowStatement(node) {
        const { type, callee } = node.argument
        if (type !== 'NewExpression' && type !== 'CallExpression') return
        if (callee?.type === 'Identifier' && /^(Type|Range|Syntax|Reference|Eval|URI)?Error$/.test(callee.name ?? '')) {
          context.report({ node, messageId: 'plain' })
        }
      },
    }
  },
}

const mocksApart = {
  meta: {
    type: 'problem',
    messages: {
      apart: 'Other test files share their modules with this one. Name it `*.mock.test.ts`, or pass a fake in.',
    },
  },
  /** @param {{ filename: string, report: (problem: object) => void }} context */
  create(context) {
    if (context.filename.endsWith('.mock.test.ts')) return {}
    return {
      /** @param {{ callee: { type: string, object?: { name?: string }, property?: { name?: string } } }} node */
      CallExpression(node) {
        const { object, property } = node.callee
        if (object?.name === 'vi' && /^(do)?[mM]ock$/.test(property?.name ?? '')) {
          context.report({ node, messageId: 'apart' })
        }
      },
    }
  },
}

export default { meta: { name: 'atelier' }, rules: { 'no-plain-error': noPlainError, 'mocks-apart': mocksApart } }
