'use strict'

// Loaded first in each process that the program starts, while coverage is measured: one that a signal ends writes none.
const { takeCoverage } = require('node:v8')
const { isMainThread } = require('node:worker_threads')

if (isMainThread && process.type !== 'browser' && process.env['NODE_V8_COVERAGE'] !== undefined) {
  writeOn('SIGTERM', 'SIGTERM')
  writeOn('SIGUSR2', 'SIGKILL')
}

/**
 * @param {NodeJS.Signals} signal
 * @param {NodeJS.Signals} end
 */
function writeOn(signal, end) {
  process.once(signal, () => {
    takeCoverage()
    process.kill(process.pid, end)
  })
}
