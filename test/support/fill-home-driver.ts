import { fillHome } from './fill-home.ts'

const [root = '', count = '', distinct = ''] = process.argv.slice(2)
await fillHome(root, Number(count), Number(distinct))
