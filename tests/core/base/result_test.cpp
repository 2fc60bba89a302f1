#include "core/base/result.h"

#include <gtest/gtest.h>

#include <memory>

#include "core/base/enum_names.h"

namespace enrolkit {
namespace {

TEST(Result, IsEitherTheValueOrTheError) {
  const Result<int> good = 7;
  ASSERT_TRUE(good.ok());
  EXPECT_EQ(good.value(), 7);
  const Result<int> bad = Error{"no room"};
  ASSERT_FALSE(bad.ok());
  EXPECT_EQ(bad.error().why, "no room");
}

TEST(Result, GivesAwayWhatCanOnlyBeMoved) {
  Result<std::unique_ptr<int>> made = std::make_unique<int>(3);
  ASSERT_TRUE(made.ok());
  const std::unique_ptr<int> taken = std::move(made).value();
  EXPECT_EQ(*taken, 3);
}

TEST(Status, ADefaultOneIsDone) {
  EXPECT_TRUE(Status().ok());
  const Status failed = Error{"the disk is full"};
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().why, "the disk is full");
}

enum class Fruit { apple, pear };
constexpr EnumNames<Fruit, 2> kFruitNames{{"apple", "pear"}};

TEST(EnumNames, GiveANameAndFindItAgain) {
  EXPECT_EQ(kFruitNames[Fruit::pear], "pear");
  EXPECT_EQ(kFruitNames.find("apple"), Fruit::apple);
  EXPECT_EQ(kFruitNames.find("plum"), std::nullopt);
  EXPECT_EQ(kFruitNames.find(""), std::nullopt);
}

}  // namespace
}  // namespace enrolkit
