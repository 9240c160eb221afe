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

export default { meta: { name: 'atelier' }, rules: { 'no-plain-error': noPlainError } }
