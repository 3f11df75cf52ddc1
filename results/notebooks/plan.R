#' # What a plan does to the bank account
#'
#' Opens a results file of `valuescale run FILE -o plan.h5`, where FILE has a `[plan]`. As a script: `Rscript plan.R plan.h5 pictures/`;
#' `knitr::spin` makes a page of it.

#+ read
library(ncdf4)
arguments <- commandArgs(trailingOnly = TRUE)
file <- if (length(arguments) == 2) arguments[1] else "plan.h5"
folder <- if (length(arguments) == 2) arguments[2] else "."

results <- nc_open(file)
# R has no whole numbers of 64 bits, which ncdf4 mentions each time.
attribute <- function(name) {
  capture.output(value <- ncatt_get(results, 0, name)$value)
  value
}
# What was drawn, as numbers.
say <- function(name, values) cat(name, sprintf("%.17g", values), "\n")

#' ## Cash
#'
#' What has come in less what has gone out until the end of each month. Between the outer lines lie nine in ten worlds, between the inner ones half.
#' The money that is needed on the way, at its mean over worlds, is the dashed line: each world has its lowest month at a time of its own, so it lies
#' deeper than the middle line does.

#+ cash
level <- c(ncvar_get(results, "plan/level"))
month <- c(ncvar_get(results, "plan/month"))
cash <- ncvar_get(results, "plan/cash_quantile")  # R has the file's last dimension first: level, month
at <- function(wanted) cash[which.min(abs(level - wanted)), ]
needed <- ncvar_get(results, "plan/peak_funding_mean")
band <- function(low, high, colour) polygon(c(month, rev(month)), c(at(low), rev(at(high))), col = colour, border = NA)

options(scipen = 9)  # amounts, not powers of ten
svg(file.path(folder, "cash.svg"), width = 8, height = 5)
plot(range(month), range(cash, -needed), type = "n", main = attribute("title"), xlab = "month",
     ylab = paste0("cash that has moved, ", attribute("currency")))
band(0.05, 0.95, "#1f77b433")
band(0.25, 0.75, "#1f77b44d")
lines(month, at(0.5), col = "#1f77b4", lwd = 2)
abline(h = 0)
abline(h = -needed, lty = 2, col = "#d62728")
legend("topleft", c("9 in 10 worlds", "half of the worlds", "the middle world of each month", sprintf("peak funding, mean: %.0f", needed)),
       fill = c("#1f77b433", "#1f77b480", "#1f77b4", "#d62728"), bty = "n")
invisible(dev.off())

for (l in level) say(paste0("cash_", l), at(l))
say("peak_funding", needed)
invisible(nc_close(results))
