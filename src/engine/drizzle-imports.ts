import { registerHooks } from 'node:module'

/**
 * The package.json of drizzle-orm lists 447 exports in 179 KB, and Node reads it again for each of its own relative
 * imports: 190 MB and half a second. Its files are all ES modules, so they are resolved without asking. To be imported
 * before anything that imports drizzle-orm is linked, in each thread.
 */
registerHooks({
  resolve(specifier, context, next) {
    if (!specifier.startsWith('.') || !context.parentURL?.includes('/node_modules/drizzle-orm/'))
      return next(specifier, context)
    return { url: new URL(specifier, context.parentURL).href, format: 'module', shortCircuit: true }
  },
})
