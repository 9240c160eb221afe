import { basename } from 'node:path'
import { findRetiredWord, isProse } from './retired-words.mjs'

/** Project rules that no general rule covers. */

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

/** @typedef {{ name?: string, id?: { name?: string } | null, declarations?: readonly { id: { name?: string } }[] }} Declaration */

const retiredWords = {
  meta: {
    type: 'problem',
    messages: { retired: 'Not “{{word}}” but “{{instead}}”: see docs/glossary.md.' },
  },
  /** @param {{ filename: string, report: (problem: object) => void }} context */
  create(context) {
    /**
     * @param {object} node
     * @param {string} text
     */
    const check = (node, text) => {
      const retired = findRetiredWord(text)
      if (retired !== null) context.report({ node, messageId: 'retired', data: retired })
    }
    /**
     * @param {object} node
     * @param {unknown} text
     */
    const checkProse = (node, text) => {
      if (typeof text === 'string' && isProse(text)) check(node, text)
    }
    return {
      /** @param {object} node */
      Program: (node) => check(node, basename(context.filename)),
      /** @param {{ declaration: Declaration | null }} node */
      ExportNamedDeclaration(node) {
        const { id, declarations = [] } = node.declaration ?? {}
        for (const { name } of [id ?? {}, ...declarations.map((each) => each.id)]) check(node, name ?? '')
      },
      /** @param {{ value: unknown }} node */
      Literal: (node) => checkProse(node, node.value),
      /** @param {{ value: { cooked: string | null } }} node */
      TemplateElement: (node) => checkProse(node, node.value.cooked),
      /** @param {{ value: string }} node */
      JSXText: (node) => check(node, node.value),
    }
  },
}

export default {
  meta: { name: 'atelier' },
  rules: { 'no-plain-error': noPlainError, 'mocks-apart': mocksApart, 'retired-words': retiredWords },
}
