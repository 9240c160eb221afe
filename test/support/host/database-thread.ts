import { parentPort, type MessagePort } from 'node:worker_threads'
import { allMigrations } from '../../../src/main/database/migrations/all-migrations.ts'
import { serveDatabase } from '../../../src/main/database/worker/serve-database.ts'

// One thread in which the libraries of all commands are opened: each is served at a port of its own.
parentPort?.on('message', (port: MessagePort) => {
  serveDatabase(allMigrations, {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on('message', listener),
    close: () => port.close(),
  })
})
