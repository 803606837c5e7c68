// The part of the package that is used, by its file: the index loads every store there is (45 ms and 10 MB).
declare module 'rate-limiter-flexible/lib/RateLimiterPostgres.js' {
  import { RateLimiterPostgres } from 'rate-limiter-flexible'
  export = RateLimiterPostgres
}
